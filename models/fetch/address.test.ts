import { expect, it } from "vitest";
import { addressOf, HUB, isMirror, mayShowToken } from "./address.ts";

const url = "https://huggingface.co/a/b/resolve/main/c.bin";

it.each([
  [undefined, url],
  ["http://mirror.lan:8000", "http://mirror.lan:8000/a/b/resolve/main/c.bin"],
  ["https://mirror.lan/hub/", "https://mirror.lan/hub/a/b/resolve/main/c.bin"],
])("puts the mirror %s in the hub's place", (mirror, address) => {
  expect(addressOf(url, mirror)).toBe(address);
});

it("leaves addresses of others alone", () => {
  expect(addressOf("https://elsewhere.example/c.bin", "http://mirror.lan")).toBe("https://elsewhere.example/c.bin");
});

it.each(["mirror.lan", "foo", "file:///weights", "https://me:word@mirror.lan", "https://mirror.lan/?key=1"])(
  "takes %s for no mirror",
  (text) => expect(isMirror(text)).toBe(false),
);

const ofHub = `${HUB}/a/b/resolve/main/c.bin`;
it.each<[string, string, string | undefined, boolean, boolean]>([
  ["the hub", ofHub, undefined, false, true],
  ["the hub by name only", "https://huggingface.co.example/c.bin", undefined, true, false],
  ["the hub over http", "http://huggingface.co/c.bin", undefined, true, false],
  ["somebody else", "https://elsewhere.example/c.bin", undefined, true, false],
  ["somebody else beside a mirror", "https://elsewhere.example/c.bin", "https://mirror.lan", true, false],
  ["a mirror", "https://mirror.lan/c.bin", "https://mirror.lan", false, false],
  ["a trusted mirror", "https://mirror.lan/c.bin", "https://mirror.lan", true, true],
  ["a trusted mirror over http", "http://mirror.lan/c.bin", "http://mirror.lan", true, false],
  ["a trusted mirror on this machine", "http://127.0.0.1:8000/c.bin", "http://127.0.0.1:8000", true, true],
])("shows a token to %s or not", (_, url, mirror, toMirror, shown) => {
  expect(mayShowToken(url, mirror, toMirror)).toBe(shown);
});

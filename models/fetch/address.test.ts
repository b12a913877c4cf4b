import { expect, it } from "vitest";
import { addressOf } from "./address.ts";

const url = "https://huggingface.co/a/b/resolve/main/c.bin";

it.each([
  [undefined, url],
  ["http://mirror.lan:8000", "http://mirror.lan:8000/a/b/resolve/main/c.bin"],
  ["https://mirror.lan/hub/", "https://mirror.lan/hub/a/b/resolve/main/c.bin"],
])("puts the mirror %s in the hub's place", (mirror, address) => {
  expect(addressOf(url, mirror)).toBe(address);
});

it("leaves addresses of others alone and refuses a mirror that is no address", () => {
  expect(addressOf("https://elsewhere.example/c.bin", "http://mirror.lan")).toBe("https://elsewhere.example/c.bin");
  expect(() => addressOf(url, "mirror.lan")).toThrow(TypeError);
  expect(() => addressOf(url, "file:///weights")).toThrow(TypeError);
});

import { afterEach, expect, it, vi } from "vitest";
import type { KeyValueStorage } from "../session/identity.ts";
import { Erasures, eraseAtRelay } from "./erasures.ts";

function memory(): KeyValueStorage {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

/** @param works whether the relay does what it is asked */
function page(storage: KeyValueStorage, works: () => boolean = () => true) {
  const asked: string[] = [];
  const erasures = new Erasures({
    storage,
    erase: async (conversation) => {
      asked.push(conversation);
      return works();
    },
  });
  return { erasures, asked };
}

it("tells the relay once of what is gone from the device", async () => {
  const { erasures, asked } = page(memory());
  erasures.add([]);
  erasures.add(["one", "two"]);
  await vi.waitFor(() => expect(asked).toEqual(["one", "two"]));
  await erasures.tell();
  expect(asked).toEqual(["one", "two"]);
});

it("asks again until it is done, from the next page too", async () => {
  const storage = memory();
  let works = false;
  const first = page(storage, () => works);
  first.erasures.add(["one"]);
  await vi.waitFor(() => expect(first.asked).toEqual(["one"]));
  works = true;
  const second = page(storage, () => works);
  await second.erasures.tell();
  await second.erasures.tell();
  expect(second.asked).toEqual(["one"]);
});

it.each(['[1,null,"../etc"]', "{}", "no JSON"])("finds nothing in a list that is none: %s", async (text) => {
  const { erasures, asked } = page({ getItem: () => text, setItem: () => {} });
  await erasures.tell();
  expect(asked).toEqual([]);
});

it("works as long as the page lasts where nothing can be stored", async () => {
  const refused = (): never => {
    throw new DOMException("no", "SecurityError");
  };
  const { erasures, asked } = page({ getItem: refused, setItem: refused });
  erasures.add(["one"]);
  await vi.waitFor(() => expect(asked).toEqual(["one"]));
});

afterEach(() => vi.unstubAllGlobals());

it.each([
  [204, "", true],
  [404, "application/problem+json; charset=utf-8", true],
  [404, "text/html", false],
  [401, "application/problem+json", false],
  [503, "application/problem+json", false],
])("takes %i of %s as done: %s", async (status, type, done) => {
  const asked: [string, RequestInit | undefined][] = [];
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    asked.push([url, init]);
    return new Response(null, { status, headers: type === "" ? {} : { "Content-Type": type } });
  });
  expect(await eraseAtRelay("one", "a-token")).toBe(done);
  expect(asked).toEqual([
    ["/api/v1/conversations/one", { method: "DELETE", headers: { Authorization: "Bearer a-token" } }],
  ]);
});

it("is not done where nobody answers", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  expect(await eraseAtRelay("one", "")).toBe(false);
});

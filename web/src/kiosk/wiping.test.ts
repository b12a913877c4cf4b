import { expect, it } from "vitest";
import { createWiping } from "./wiping.ts";

function device() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const erased: string[][] = [];
  const deleted: string[] = [];
  const unpurged: string[] = [];
  let works = true;
  const wiping = () =>
    createWiping({
      storage,
      now: () => new Date(0),
      erasures: { add: (ids) => void (ids.length > 0 && erased.push([...ids])) },
      history: {
        async delete(what) {
          if (!works) return null;
          if (typeof what === "object" && "conversations" in what) {
            deleted.push(...what.conversations);
            unpurged.push(...what.conversations);
          }
          return 1;
        },
        purge: async () => ({ conversations: ["the-operators", ...unpurged.splice(0)], turns: [] }),
      },
    });
  return { wiping, erased, deleted, fail: (on: boolean) => (works = !on) };
}

it("touches nothing until it is chosen", async () => {
  const { wiping, deleted, erased } = device();
  const left: string[] = [];
  const one = wiping();
  one.begins("a", "off");
  expect(await one.wipe("a", "off", () => left.push("a"))).toBe(true);
  expect({ left, deleted, erased }).toEqual({ left: ["a"], deleted: [], erased: [] });
});

it("clears the device, and the relay only where that was chosen", async () => {
  const { wiping, deleted, erased } = device();
  const one = wiping();
  expect(await one.wipe("a", "device", () => undefined)).toBe(true);
  expect(deleted).toEqual(["a"]);
  expect(erased).toEqual([["the-operators"]]);
  await one.wipe("b", "device-and-relay", () => undefined);
  expect(erased.flat()).toContain("b");
  expect(erased.flat()).not.toContain("a");
});

it("owes what could not be cleared, to the next visit and to the next page", async () => {
  const { wiping, deleted, fail } = device();
  const one = wiping();
  one.begins("a", "device");
  fail(true);
  expect(await one.wipe("a", "device", () => undefined)).toBe(false);
  fail(false);
  expect(await wiping().finish("device")).toBe(true);
  expect(deleted).toEqual(["a"]);
  expect(await wiping().finish("device")).toBe(true);
  expect(deleted).toEqual(["a"]);
});

it("knows over the page's end that visits were wiped from the device alone, and says so once", async () => {
  const { wiping } = device();
  await wiping().wipe("a", "off", () => undefined);
  await wiping().wipe("b", "device-and-relay", () => undefined);
  expect(wiping().takeLeftAtRelay()).toBe(false);
  await wiping().wipe("c", "device", () => undefined);
  await wiping().wipe("d", "device-and-relay", () => undefined);
  expect(wiping().takeLeftAtRelay()).toBe(true);
  expect(wiping().takeLeftAtRelay()).toBe(false);
});

it("knows it for the page where the device keeps nothing", async () => {
  const refuse = (): never => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const wiping = createWiping({
    storage: { getItem: () => null, setItem: refuse },
    now: () => new Date(0),
    erasures: { add: () => undefined },
    history: { delete: async () => 1, purge: async () => ({ conversations: [], turns: [] }) },
  });
  await wiping.wipe("a", "device", () => undefined);
  expect(wiping.takeLeftAtRelay()).toBe(true);
  expect(wiping.takeLeftAtRelay()).toBe(false);
});

import { expect, it } from "vitest";
import { createWiping, type WipingParts } from "./wiping.ts";

function device() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const seen = { wiped: [] as string[], erased: [] as string[], works: true };
  const parts: WipingParts = {
    storage,
    erasures: { add: (ids) => void seen.erased.push(...ids) },
    history: {
      async wipe(conversations) {
        if (seen.works) seen.wiped.push(...conversations);
        return seen.works;
      },
    },
  };
  return { wiping: () => createWiping(parts), seen };
}
const next = (): string => "next";

it("touches nothing until it is chosen", async () => {
  const { wiping, seen } = device();
  const left: string[] = [];
  const one = wiping();
  one.begins("a", "off");
  const leave = (): string => {
    left.push("a");
    return "next";
  };
  expect(await one.wipe("a", "off", leave)).toBe(true);
  expect({ left, ...seen }).toMatchObject({ left: ["a"], wiped: [], erased: [] });
});

it("clears the device, and the relay only where that was chosen", async () => {
  const { wiping, seen } = device();
  const one = wiping();
  expect(await one.wipe("a", "device", next)).toBe(true);
  expect(seen).toMatchObject({ wiped: ["a"], erased: [] });
  await one.wipe("b", "device-and-relay", next);
  expect(seen).toMatchObject({ wiped: ["a", "b"], erased: ["b"] });
});

it("leaves the next visitor's session alone, which is noted while the last one is left", async () => {
  const { wiping, seen } = device();
  const one = wiping();
  one.begins("a", "device-and-relay");
  const leave = (): string => {
    one.begins("b", "device-and-relay");
    return "b";
  };
  await one.wipe("a", "device-and-relay", leave);
  expect(seen).toMatchObject({ wiped: ["a"], erased: ["a"] });
  await wiping().wipe(null, "device-and-relay", next);
  expect(seen.wiped, "it is still known to the next page").toEqual(["a", "b"]);
});

it("leaves a session alone in which nothing was said: the next visitor has it", async () => {
  const { wiping, seen } = device();
  const one = wiping();
  one.begins("a", "device-and-relay");
  expect(await one.wipe("a", "device-and-relay", () => "a")).toBe(true);
  expect(seen).toMatchObject({ wiped: [], erased: [] });
});

it("owes what could not be cleared, to the next visit and to the next page", async () => {
  const { wiping, seen } = device();
  const one = wiping();
  one.begins("a", "device");
  seen.works = false;
  expect(await one.wipe("a", "device", next)).toBe(false);
  seen.works = true;
  expect(await wiping().wipe(null, "device", next)).toBe(true);
  expect(seen.wiped).toEqual(["a"]);
  expect(await wiping().wipe(null, "device", next)).toBe(true);
  expect(seen.wiped).toEqual(["a"]);
});

import { expect, it } from "vitest";
import { Slots } from "./slots.ts";

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function piece(begun: string[], name: string) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = () => {
    begun.push(name);
    return ended;
  };
  return { work, end: () => end() };
}

it("runs so many at once, the others in their order as soon as one has ended", async () => {
  const slots = new Slots(2);
  const begun: string[] = [];
  const [a, b, c, d] = [piece(begun, "a"), piece(begun, "b"), piece(begun, "c"), piece(begun, "d")] as const;
  const [first, ...others] = [a, b, c, d].map(({ work }) => slots.run(never, work));
  await Promise.resolve();
  expect(begun).toEqual(["a", "b"]);
  a.end();
  await first;
  await Promise.resolve();
  expect(begun).toEqual(["a", "b", "c"]);
  for (const { end } of [b, c, d]) end();
  await Promise.all(others);
  expect(begun).toEqual(["a", "b", "c", "d"]);
});

it("forgets whoever gives up waiting, and goes on after work that fails", async () => {
  const slots = new Slots(1);
  const begun: string[] = [];
  const failing = slots.run(never, async () => {
    throw new Error("no");
  });
  const impatient = new AbortController();
  const waiting = slots.run(impatient.signal, piece(begun, "impatient").work);
  impatient.abort(new Error("stopped"));
  await expect(waiting).rejects.toThrow("stopped");
  await expect(failing).rejects.toThrow("no");
  await slots.run(never, async () => void begun.push("next"));
  expect(begun).toEqual(["next"]);
});

import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { createKeepsakes } from "../keepsakes/keepsakes.ts";
import { motionFile } from "./file/testing/motion-file.ts";
import { createRepertoire } from "./repertoire.ts";

let ids = 0;
const create = () =>
  createRepertoire(
    createKeepsakes(),
    () => `motion-${ids++}`,
    () => new Date(0),
  );
const file = (name: string, bytes: Uint8Array<ArrayBuffer> = motionFile()): File => new File([bytes], name);

it("keeps a motion for the gesture its name says, one for each, and finds it again after a start", async () => {
  const first = create();
  await first.add(file("My Wave.vrma"));
  await first.add(file("bow_polite-2.vrma"));
  await first.add(file("wave again.vrma"));
  const again = create();
  await again.look();
  const bound = again.store.getState().motions?.map(({ name, facts }) => [name, facts.gesture]);
  expect(bound).toEqual([
    ["My Wave", null],
    ["bow_polite-2", "bow-polite"],
    ["wave again", "wave"],
  ]);
  const [wave] = again.store.getState().motions ?? [];
  await again.bind(wave!.id, "wave");
  expect(again.store.getState().motions?.map(({ facts }) => facts.gesture)).toEqual(["wave", "bow-polite", null]);
  await again.remove(wave!.id);
  expect(again.store.getState().motions).toHaveLength(2);
  await again.undo();
  expect(again.store.getState().motions).toHaveLength(3);
});

it("says why it does not take a file, and keeps nothing of it", async () => {
  const repertoire = create();
  await repertoire.look();
  const before = repertoire.store.getState().motions?.length;
  await repertoire.add(file("letter.vrma", new TextEncoder().encode("Dear Sir")));
  expect(repertoire.store.getState()).toMatchObject({ refused: { name: "letter.vrma", reason: "not-vrm" } });
  expect(repertoire.store.getState().motions).toHaveLength(before ?? -1);
});

it("binds one of two that come at once for the same gesture, and keeps the refusal of another beside them", async () => {
  const repertoire = create();
  await repertoire.look();
  await Promise.all([
    repertoire.add(file("letter.vrma", new TextEncoder().encode("Dear Sir"))),
    repertoire.add(file("shake.vrma")),
    repertoire.add(file("shake 2.vrma")),
  ]);
  const { motions, refused } = repertoire.store.getState();
  expect(motions?.filter(({ facts }) => facts.gesture === "shake").map(({ name }) => name)).toEqual(["shake 2"]);
  expect(refused?.name).toBe("letter.vrma");
});

it("refuses by its size what it need not read", async () => {
  const huge = file("huge.vrma");
  Object.defineProperty(huge, "size", { value: 2 ** 31 });
  huge.arrayBuffer = () => Promise.reject(new Error("it was read"));
  const repertoire = create();
  await repertoire.add(huge);
  expect(repertoire.store.getState().refused).toMatchObject({ reason: "too-large", detail: "2147 MB" });
});

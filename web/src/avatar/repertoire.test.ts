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

import { describe, expect, it } from "vitest";
import { type KnownDocument, planOf } from "./plan.ts";
import type { FoundFile } from "./walk.ts";

const file = (path: string, hash: string): FoundFile => ({ path, bytes: 1, hash });
const known = (docId: string, source: string, fileHash: string | null): KnownDocument => ({ docId, source, fileHash });
const nowhere = (): boolean => false;

describe("the plan of a pass", () => {
  it("reads what is new or changed and nothing else", () => {
    const plan = planOf(
      "/d",
      [file("/d/a.md", "1"), file("/d/b.md", "2"), file("/d/c.md", "3")],
      [known("A", "/d/a.md", "1"), known("B", "/d/b.md", "old")],
      nowhere,
    );
    expect(plan.unchanged.map(({ path }) => path)).toEqual(["/d/a.md"]);
    expect(plan.read.map(({ path }) => path)).toEqual(["/d/b.md", "/d/c.md"]);
    expect(plan.gone).toEqual([]);
    expect(plan.moved).toEqual([]);
  });

  it("keeps the document of a file that was moved, within the folder and into it", () => {
    const plan = planOf(
      "/d",
      [file("/d/new/a.md", "1"), file("/d/b.md", "2")],
      [known("A", "/d/a.md", "1"), known("B", "/elsewhere/b.md", "2")],
      nowhere,
    );
    expect(plan.moved).toEqual([
      { docId: "A", from: "/d/a.md", to: "/d/new/a.md" },
      { docId: "B", from: "/elsewhere/b.md", to: "/d/b.md" },
    ]);
    expect(plan.read).toEqual([]);
    expect(plan.gone).toEqual([]);
  });

  it("keeps the same content once, whichever folder has it", () => {
    const plan = planOf(
      "/d",
      [file("/d/a.md", "1"), file("/d/copy.md", "1"), file("/d/b.md", "2")],
      [known("B", "/elsewhere/b.md", "2")],
      (path) => path === "/elsewhere/b.md",
    );
    expect(plan.read.map(({ path }) => path)).toEqual(["/d/a.md"]);
    expect(plan.duplicates).toEqual([
      { path: "/d/copy.md", of: "/d/a.md" },
      { path: "/d/b.md", of: "/elsewhere/b.md" },
    ]);
  });

  it("lets a copy take the place of the file that it was a copy of", () => {
    const documents = [known("A", "/d/a.md", "1")];
    const before = planOf("/d", [file("/d/a.md", "1"), file("/d/copy.md", "1")], documents, nowhere);
    expect(before.duplicates).toHaveLength(1);
    const after = planOf("/d", [file("/d/copy.md", "1")], documents, nowhere);
    expect(after.moved).toEqual([{ docId: "A", from: "/d/a.md", to: "/d/copy.md" }]);
  });

  it("reads both where a file was copied and then changed", () => {
    const plan = planOf("/d", [file("/d/a.md", "2"), file("/d/b.md", "1")], [known("A", "/d/a.md", "1")], nowhere);
    expect(plan.read.map(({ path }) => path)).toEqual(["/d/a.md", "/d/b.md"]);
    expect(plan.moved).toEqual([]);
  });

  it("knows an archive by what it held", () => {
    const inside = [known("A", "/d/w.zip/a.md", "1"), known("B", "/d/w.zip/x/b.md", "1")];
    expect(planOf("/d", [file("/d/w.zip", "1")], inside, nowhere)).toMatchObject({ read: [], gone: [], moved: [] });
    const changed = planOf("/d", [file("/d/w.zip", "2")], inside, nowhere);
    expect(changed.read).toHaveLength(1);
    expect(changed.gone).toEqual([]);
    expect(planOf("/d", [], inside, nowhere).gone).toEqual(inside);
  });

  it("forgets what is gone from this folder only, and never what came from no file", () => {
    const documents = [
      known("A", "/d/a.md", "1"),
      known("B", "/da/b.md", "2"),
      known("C", "c.md", "3"),
      known("D", "/d/d.md", null),
    ];
    expect(planOf("/d", [], documents, nowhere).gone.map(({ docId }) => docId)).toEqual(["A"]);
  });
});

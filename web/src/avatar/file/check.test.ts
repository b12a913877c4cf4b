import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { checkVrm } from "./check.ts";
import { repack } from "./repack.ts";

it("passes Hisho's own character unchanged, and again after it was packed anew", async () => {
  const bytes = await readFile("web/public/avatar/shiori.vrm");
  const checked = checkVrm(new Uint8Array(bytes));
  expect(checked.tamed).toEqual([]);
  expect(checked.shrink).toEqual([]);
  expect(checked.licence).toMatchObject({
    title: "Shiori",
    who: "everyone",
    commercial: "corporate",
    creditRequired: false,
  });
  const again = checkVrm(repack(checked.document, checked.bin, new Map()));
  expect(again.triangles).toBe(checked.triangles);
});

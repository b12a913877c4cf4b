import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { checkVrm } from "./check.ts";
import { MOST } from "./limits.ts";
import { RefusedFile } from "./refused.ts";
import { REFUSED, TRIED } from "./testing/corpus.ts";

const base = new Uint8Array(await readFile(new URL("../../../public/avatar/shiori.vrm", import.meta.url)));

const verdictOf = (bytes: Uint8Array): unknown => {
  try {
    return checkVrm(bytes).tamed;
  } catch (error) {
    return error instanceof RefusedFile ? error.reason : error;
  }
};

describe("files that are refused before a loader sees them", () => {
  it.each(REFUSED)("$name: $verdict", async ({ make, verdict }) => {
    expect(verdictOf(await make(base))).toBe(verdict);
  });

  it("is not read at all beyond the largest size", () => {
    expect(verdictOf({ byteLength: MOST.fileBytes + 1 } as Uint8Array)).toBe("too-large");
  });
});

describe("files that are tamed", () => {
  it.each(TRIED.filter(({ verdict }) => typeof verdict !== "string"))("$name: $verdict", async ({ make, verdict }) => {
    expect(verdictOf(await make(base))).toEqual(verdict);
  });

  it("never change an object's prototype", async () => {
    for (const { make } of TRIED) verdictOf(await make(base));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

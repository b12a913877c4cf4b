/** What passes the check goes through the thread and three.js, as on a person's device. */
import { describe, expect, it } from "vitest";
import { parseVrm, releaseVrm } from "../load.ts";
import { tryOn } from "../try-on.ts";
import { inspectVrm } from "./inspect.ts";
import { RefusedFile } from "./refused.ts";
import { type Case, REFUSED, TRIED } from "./testing/corpus.ts";

const { signal } = new AbortController();
const base = new Uint8Array(await (await fetch("/web/public/avatar/shiori.vrm")).arrayBuffer());

/** Those whose figure could come out wrong; the others are loaded only. */
const DRAWN = new Set([
  "VRM 0.x",
  "a few vertices that are no number",
  "in centimetres",
  "smaller than an ant",
  "only the fifteen bones",
]);

async function verdictOf({ name, make, verdict }: Case): Promise<unknown> {
  try {
    const { vrm, tamed } = await inspectVrm(new Blob([new Uint8Array(await make(base))]), signal);
    if (typeof verdict !== "string" && !DRAWN.has(name)) {
      releaseVrm(await parseVrm(await vrm.arrayBuffer(), signal));
      return tamed;
    }
    const portrait = await tryOn(vrm, signal);
    return portrait !== null && (await isFigure(portrait)) ? tamed : "no figure in the portrait";
  } catch (error) {
    return error instanceof RefusedFile ? error.reason : error;
  }
}

/** Something is drawn around the middle, nothing in the upper corners. */
async function isFigure(portrait: Blob): Promise<boolean> {
  const picture = await createImageBitmap(portrait);
  const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  context?.drawImage(picture, 0, 0);
  const alpha = (x: number, y: number): number =>
    context?.getImageData(x * picture.width, y * picture.height, 1, 1).data[3] ?? 0;
  return alpha(0.45, 0.6) > 200 && alpha(0.01, 0.01) === 0 && alpha(0.99, 0.01) === 0;
}

describe("files that reach three.js", () => {
  it.each(TRIED)("$name: $verdict", async (one) => {
    expect(await verdictOf(one)).toEqual(one.verdict);
  });
});

describe("the thread", () => {
  it.each(REFUSED.filter(({ name }) => ["cut in half", "a ring of nodes", "a zip"].includes(name)))(
    "tells why it refused $name",
    async (one) => {
      expect(await verdictOf(one)).toBe(one.verdict);
    },
  );

  it("ends when it takes too long, and when it is no longer wanted", async () => {
    await expect(inspectVrm(new Blob([base]), signal, 0)).rejects.toMatchObject({ reason: "slow" });
    const abort = new AbortController();
    const inspected = inspectVrm(new Blob([base]), abort.signal);
    abort.abort();
    await expect(inspected).rejects.toMatchObject({ name: "AbortError" });
  });

  it("does not read two gigabytes", async () => {
    const huge = { size: 2 ** 31 } as Blob;
    await expect(inspectVrm(huge, signal)).rejects.toMatchObject({ reason: "too-large" });
  });
});

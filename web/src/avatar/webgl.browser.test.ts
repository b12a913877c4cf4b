import { afterEach, expect, it, vi } from "vitest";
import { graphicsOf, probeWebGl } from "./webgl.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const SOFTWARE = { renderer: expect.stringMatching(/swiftshader/i) };

let pages = 0;
/** As of a page that asks for the first time. */
const ofNewPage = (): Promise<typeof import("./webgl.ts")> => import(/* @vite-ignore */ `./webgl.ts?page=${++pages}`);

it.each([
  ["of the page", () => document.createElement("canvas")],
  ["of any thread", () => new OffscreenCanvas(1, 1)],
])("tells what draws on a canvas %s, and gives the context back", (_, made) => {
  const canvas: HTMLCanvasElement | OffscreenCanvas = made();
  expect(graphicsOf(canvas)).toEqual(SOFTWARE);
  expect((canvas.getContext("webgl2") as WebGL2RenderingContext).isContextLost()).toBe(true);
});

it("finds nothing on a canvas that gives no such context", () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d");
  expect(graphicsOf(canvas)).toBe(null);
});

it("asks one thread of its own, lets it go, and makes no context on this one", async () => {
  let begun = 0;
  let ended = 0;
  vi.stubGlobal(
    "Worker",
    class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        begun += 1;
      }
      override terminate(): void {
        ended += 1;
        super.terminate();
      }
    },
  );
  const onThisThread = vi.spyOn(HTMLCanvasElement.prototype, "getContext");
  const { findGraphics } = await ofNewPage();
  const [first, again] = await Promise.all([findGraphics(), findGraphics()]);
  expect(first).toEqual(SOFTWARE);
  expect(again).toBe(first);
  expect(onThisThread).not.toHaveBeenCalled();
  expect([begun, ended]).toEqual([1, 1]);
  expect(probeWebGl()).toEqual(first);
});

it.each<[string, () => void]>([
  ["can draw", () => vi.stubGlobal("OffscreenCanvas", undefined)],
  [
    "has its code",
    () =>
      vi.stubGlobal(
        "Worker",
        class extends Worker {
          constructor() {
            super("/no-such-thread.js", { type: "module" });
          }
        },
      ),
  ],
  [
    "may begin",
    () =>
      vi.stubGlobal(
        "Worker",
        class {
          constructor() {
            throw new DOMException("refused", "SecurityError");
          }
        },
      ),
  ],
])("asks on this thread where no other %s", async (_, without) => {
  without();
  const { findGraphics } = await ofNewPage();
  expect(await findGraphics()).toEqual(SOFTWARE);
});

it("finds nothing where nothing draws in three dimensions", async () => {
  vi.stubGlobal("OffscreenCanvas", undefined);
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  const { findGraphics } = await ofNewPage();
  expect(await findGraphics()).toBe(null);
});

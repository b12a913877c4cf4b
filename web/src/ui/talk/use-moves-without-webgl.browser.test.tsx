import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { type Moves, useMoves } from "./use-moves.ts";

it("never draws her where the browser draws nothing in three dimensions, whatever happens", async () => {
  vi.stubGlobal("OffscreenCanvas", undefined);
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  const said: Moves[] = [];
  function Figure() {
    said.push(useMoves(false, "listening").moves);
    return null;
  }
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  flushSync(() => root.render(<Figure />));
  await vi.waitFor(() => expect(said.at(-1)).toBe("never"), { timeout: 30_000 });
  expect(said).not.toContain("now");
  flushSync(() => root.unmount());
});

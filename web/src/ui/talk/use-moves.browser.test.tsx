/** On the software renderer of the test's own browser. */
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import type { Phase } from "../../session/talk.ts";
import { useMoves } from "./use-moves.ts";

let close = (): void => undefined;
afterEach(() => close());

/** @returns what the hook says now, and another phase for it */
function open(hasPicture: boolean, first: Phase) {
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  let said: ReturnType<typeof useMoves>;
  function Figure({ phase }: { phase: Phase }) {
    said = useMoves(hasPicture, phase);
    return null;
  }
  const show = (phase: Phase): void => flushSync(() => root.render(<Figure phase={phase} />));
  close = () => flushSync(() => root.unmount());
  show(first);
  return {
    show,
    now: () => said,
    found: () => vi.waitFor(() => expect(said.graphics).not.toBe(null), { timeout: 30_000 }),
  };
}

it("leaves her picture standing until the talk begins, and draws her from then on", async () => {
  const { show, now, found } = open(true, "idle");
  expect(now()).toEqual({ moves: "later", graphics: null });
  await found();
  show("offline");
  expect(now().moves).toBe("later");
  show("listening");
  await vi.waitFor(() => expect(now().moves).toBe("now"));
  show("idle");
  expect(now().moves).toBe("now");
});

it.each([
  ["touches the screen", () => new PointerEvent("pointerdown")],
  ["presses a key", () => new KeyboardEvent("keydown", { key: "Tab" })],
])("draws her once somebody %s", async (_, act) => {
  const { now, found } = open(true, "idle");
  await found();
  expect(now().moves).toBe("later");
  window.dispatchEvent(act());
  await vi.waitFor(() => expect(now().moves).toBe("now"), { timeout: 30_000 });
});

it("draws her at once where no picture stands for her", async () => {
  const { now, found } = open(false, "idle");
  await found();
  expect(now().moves).toBe("now");
});

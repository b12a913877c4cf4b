import { _roots as roots } from "@react-three/fiber";
import { createRoot } from "react-dom/client";
import { expect, it, onTestFinished, vi } from "vitest";
import { Avatar } from "./Avatar.tsx";
import { fromAddress } from "./load.ts";
import { Score } from "./score.ts";

const SHIORI = fromAddress("/web/public/avatar/shiori.vrm");
/** Software draws where there is no graphics card. */
const PATIENCE = { timeout: 30_000 };
const SIZE = 160;

function mount() {
  const host = document.createElement("div");
  host.style.cssText = `position: relative; width: ${SIZE}px; height: ${SIZE}px`;
  document.body.append(host);
  const onReady = vi.fn();
  const onUnavailable = vi.fn();
  const read = vi.fn((weights: Float32Array) => void weights.fill(0));
  const root = createRoot(host);
  root.render(
    <Avatar
      mouth={{ read, playedMs: () => 0, levelDbfs: () => -100 }}
      phase="listening"
      score={new Score()}
      source={SHIORI}
      framing={{ eyeLine: 70, headHeight: 100, centreX: SIZE / 2 }}
      onReady={onReady}
      onUnavailable={onUnavailable}
    />,
  );
  onTestFinished(() => {
    root.unmount();
    host.remove();
  });
  return { host, onReady, onUnavailable, read };
}

/** The renderer's own state, through the library's list of canvases. */
function stateOf(host: HTMLElement) {
  const canvas = host.querySelector("canvas");
  const state = canvas === null ? undefined : roots.get(canvas)?.store.getState();
  if (state === undefined) throw new Error("nothing is drawn");
  return state;
}

/** Draws a frame and looks at the middle of it: what is drawn is opaque. */
function isDrawn(host: HTMLElement): boolean {
  const { gl, advance } = stateOf(host);
  advance(performance.now() / 1000);
  const context = gl.getContext();
  const pixel = new Uint8Array(4);
  context.readPixels(
    gl.domElement.width / 2,
    gl.domElement.height / 2,
    1,
    1,
    context.RGBA,
    context.UNSIGNED_BYTE,
    pixel,
  );
  return pixel[3] === 255;
}

it("stands again when the graphics context was lost and comes back, and the mouth is read all the while", async () => {
  const complaints = vi.spyOn(console, "error");
  const { host, onReady, onUnavailable, read } = mount();
  await expect.poll(() => onReady.mock.calls.length, PATIENCE).toBe(1);
  await expect.poll(() => isDrawn(host), PATIENCE).toBe(true);
  const loss = stateOf(host).gl.getContext().getExtension("WEBGL_lose_context")!;
  const picture = host.firstElementChild as HTMLElement;
  loss.loseContext();
  await expect.poll(() => picture.style.opacity, PATIENCE).toBe("0");
  const heard = read.mock.calls.length;
  await expect.poll(() => read.mock.calls.length, PATIENCE).toBeGreaterThan(heard + 2);
  loss.restoreContext();
  await expect.poll(() => onReady.mock.calls.length, PATIENCE).toBe(2);
  await expect.poll(() => isDrawn(host), PATIENCE).toBe(true);
  expect(picture.style.opacity).toBe("1");
  expect(onUnavailable).not.toHaveBeenCalled();
  expect(complaints).not.toHaveBeenCalled();
}, 90_000);

it("leaves the picture alone when the context is lost again and again, and says so", async () => {
  const { host, onReady, onUnavailable } = mount();
  await expect.poll(() => onReady.mock.calls.length, PATIENCE).toBe(1);
  const loss = stateOf(host).gl.getContext().getExtension("WEBGL_lose_context")!;
  for (let times = 1; times < 3; times++) {
    loss.loseContext();
    await expect.poll(() => (host.firstElementChild as HTMLElement).style.opacity, PATIENCE).toBe("0");
    loss.restoreContext();
    await expect.poll(() => onReady.mock.calls.length, PATIENCE).toBe(1 + times);
  }
  loss.loseContext();
  await expect.poll(() => host.querySelector("canvas"), PATIENCE).toBeNull();
  await expect.poll(() => onUnavailable.mock.calls, PATIENCE).toEqual([["webgl"]]);
}, 90_000);

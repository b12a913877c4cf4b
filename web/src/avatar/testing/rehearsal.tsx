/** What bench/avatar.ts, bench/avatar-start.ts and bench/check-avatar.ts measure: her frame alone, and her whole stage in a scripted talk. */
import { _roots as roots } from "@react-three/fiber";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import type { WebGLInfo } from "three";
import type { Phase } from "../../session/talk.ts";
import { Avatar } from "../Avatar.tsx";
import { Score } from "../score.ts";
import type { Graphics } from "../webgl.ts";
import { createFigure, type Figure, facts, frames, time } from "./figure.ts";
import { phaseAt, speakAt, voiceAt } from "./rehearsed-talk.ts";

const WIDTH = 800;
const HEIGHT = 600;

/** The whole stage in its talk, from the beginning of the page. */
function Talk({ graphics }: { graphics?: Graphics }) {
  const [score] = useState(() => new Score());
  const [phase, setPhase] = useState<Phase>("idle");
  useEffect(() => {
    const startedAt = performance.now();
    let turn = 0;
    const timer = setInterval(() => {
      const now = phaseAt((performance.now() - startedAt) / 1000);
      setPhase((before) => {
        if (before === now) return before;
        if (now === "speaking") {
          turn++;
          score.add({ turn, event: "emotion", value: turn % 2 ? "happy" : "sad", weight: 0.6, t_ms: 0 });
          score.add({ turn, event: "gesture", value: "present", t_ms: 1_500 });
          score.add({ turn, event: "emotion", value: "neutral", t_ms: 3_000 });
        } else if (now === "idle") score.perform("wave");
        return now;
      });
    }, 100);
    return () => clearInterval(timer);
  }, [score]);
  const [mouth] = useState(() => ({
    read: (weights: Float32Array) => speakAt(performance.now() / 1000, weights),
    playedMs: () => performance.now() % 9_000,
    levelDbfs: () => voiceAt(performance.now() / 1000),
  }));
  const [shut] = useState(() => ({ ...mouth, read: (weights: Float32Array) => void weights.fill(0) }));
  return (
    <div style={{ position: "relative", width: WIDTH, height: HEIGHT }}>
      <Avatar
        mouth={phase === "speaking" ? mouth : shut}
        microphoneDbfs={() => (phase === "hearing" ? voiceAt(performance.now() / 1000) : -70)}
        phase={phase}
        score={score}
        {...(graphics && { graphics })}
        framing={{ eyeLine: 260, headHeight: 260, centreX: WIDTH / 2 }}
        onReady={() => undefined}
        onUnavailable={(reason) => console.error("avatar unavailable", reason)}
      />
    </div>
  );
}

function talk(graphics?: Graphics): void {
  const host = document.createElement("div");
  document.body.append(host);
  createRoot(host).render(<Talk {...(graphics && { graphics })} />);
}

const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

/** What the stage's renderer counts; undefined before there is one. */
function infoOfStage(): WebGLInfo | undefined {
  const canvas = document.querySelector("canvas");
  return canvas === null ? undefined : roots.get(canvas)?.store.getState().gl.info;
}

/** The talk as a graphics card draws it. Resolves when her first frame is on the screen; both ends are marks. */
async function start(): Promise<void> {
  performance.mark("begin");
  talk({ renderer: "a graphics card" });
  while ((infoOfStage()?.render.triangles ?? 0) === 0) await nextFrame();
  // The second frame begins when the first is on the screen.
  await nextFrame();
  await nextFrame();
  performance.mark("shown");
}

/** @returns what the stage holds of the graphics card, and its rung; null before it stands */
function held() {
  const info = infoOfStage();
  if (info === undefined) return null;
  const { geometries, textures } = info.memory;
  const rung = document.querySelector<HTMLElement>("[data-rung]")?.dataset.rung ?? "sound";
  return { geometries, textures, programs: info.programs?.length ?? 0, frame: info.render.frame, rung };
}

/** One figure on a page, built when the first figure is asked of it. */
let figure: Promise<Figure> | undefined;
const withFigure =
  <Given extends unknown[], Result>(measure: (of: Figure, ...given: Given) => Result) =>
  async (...given: Given): Promise<Result> => {
    figure ??= createFigure();
    return measure(await figure, ...given);
  };

Object.assign(window, {
  rehearsal: { time: withFigure(time), frames: withFigure(frames), facts: withFigure(facts), talk, start, held },
});

import type { VRM } from "@pixiv/three-vrm";
import { Canvas } from "@react-three/fiber";
import { type CSSProperties, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { WebGLRenderer } from "three";
import type { Mouth } from "../audio/voice.ts";
import type { Phase } from "../session/talk.ts";
import type { Framing, HeadMeasure, ShotName } from "./framing.ts";
import { Lights } from "./Lights.tsx";
import type { WindowLight } from "./light.ts";
import { type AvatarSource, HOUSE_SOURCE, parseVrm, releaseVrm } from "./load.ts";
import { measureHead } from "./measure.ts";
import { paceFor, paceOn } from "./pace.ts";
import { prepare, type View } from "./prepare.ts";
import { isProbed, MouthProbe } from "./probe.ts";
import { showOutlines } from "./puppet.ts";
import { type BoundMotion, Figure, Portrait, Ticker } from "./Stage.tsx";
import type { Score } from "./score.ts";
import { useLadder } from "./use-ladder.ts";
import { type Graphics, probeWebGl } from "./webgl.ts";

export interface AvatarProps {
  /** What is being heard; null before sound is unlocked. Read once a frame. */
  mouth: Mouth | null;
  /** Level of the microphone, dBFS, -100 when closed. Read once a frame. */
  microphoneDbfs?: () => number;
  phase: Phase;
  /** What the relay and the page ask of her, in its time. */
  score: Score;
  /** The person's own motions. Loaded anew when the list is another. */
  motions?: readonly BoundMotion[];
  /** Reduced motion: breathing, blinking, mouth and gaze only. */
  quiet?: boolean;
  /** The room is dark. */
  dark?: boolean;
  /** Of the local day: the light in the room follows it. */
  minute?: number;
  /** Whose turn the window shows. */
  window?: WindowLight;
  /** What `findGraphics` has told; without it the stage asks by itself. */
  graphics?: Graphics;
  /** How much of her is seen. */
  shot?: ShotName;
  /** By default the character that comes with Hisho. While another is loaded, or cannot be, the former one stays. */
  source?: AvatarSource;
  /** Of the bust, in CSS pixels of the box this fills. */
  framing: Framing;
  /** She stands there, also after a lost context came back. */
  onReady(): void;
  /** `webgl`: no context, or it was lost. `file`: the model cannot be had or read. */
  onUnavailable(reason: "webgl" | "file"): void;
}

/** A context that was lost is back in less, or somebody is told, ms. */
const BACK_WITHIN_MS = 5_000;
const NO_MOTIONS: readonly BoundMotion[] = [];
const FADE_MS = 600;
const NOON = 720;
const FILL: CSSProperties = { position: "absolute", inset: 0, pointerEvents: "none" };
/** Framed by `Lens` alone. */
const CAMERA = { manual: true, near: 0.1, far: 20 } as const;

interface Standing {
  /** Of its source. */
  id: string;
  vrm: VRM;
  head: HeadMeasure;
}

/** The view of the newest canvas, or of the first to come. */
class Views {
  readonly #first = Promise.withResolvers<View>();
  newest: Promise<View> = this.#first.promise;

  opened(view: View): void {
    this.#first.resolve(view);
    this.newest = Promise.resolve(view);
  }
}

/** Loads and prepares the model and keeps the former until it stands; lets them go with the component. */
function useVrm(source: AvatarSource, views: Views, outlines: boolean, onFailure: () => void): Standing | null {
  const [standing, setStanding] = useState<Standing | null>(null);
  const failed = useEffectEvent(onFailure);
  const stand = useEffectEvent(async (signal: AbortSignal): Promise<Standing> => {
    const [bytes, view] = await Promise.all([source.read(signal), views.newest]);
    const vrm = await parseVrm(bytes, signal);
    try {
      const head = measureHead(vrm);
      showOutlines(vrm, outlines);
      await prepare(vrm.scene, view, signal);
      return { id: source.id, vrm, head };
    } catch (error) {
      releaseVrm(vrm);
      throw error;
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a source is known by its id
  useEffect(() => {
    const abort = new AbortController();
    stand(abort.signal)
      .then((made) => {
        if (abort.signal.aborted) releaseVrm(made.vrm);
        else setStanding(made);
      })
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        console.error("avatar", error);
        failed();
      });
    return () => abort.abort();
  }, [source.id]);
  useEffect(() => {
    if (standing !== null) return () => releaseVrm(standing.vrm);
    return undefined;
  }, [standing]);
  return standing;
}

/** Tells when the graphics context goes, and when it comes back. */
function useContextWatch(gl: WebGLRenderer | null, onLost: () => void, onRestored: () => void): void {
  const lost = useEffectEvent(onLost);
  const restored = useEffectEvent(onRestored);
  // In the layout phase: unmounting lets the context go on purpose, and that must no longer be heard.
  useLayoutEffect(() => {
    if (gl === null) return;
    const canvas = gl.domElement;
    const handleLost = (event: Event) => {
      // Without this the browser never gives it back.
      event.preventDefault();
      lost();
    };
    const handleRestored = () => restored();
    canvas.addEventListener("webglcontextlost", handleLost);
    canvas.addEventListener("webglcontextrestored", handleRestored);
    return () => {
      canvas.removeEventListener("webglcontextlost", handleLost);
      canvas.removeEventListener("webglcontextrestored", handleRestored);
    };
  }, [gl]);
}

/**
 * The character on a transparent canvas that fills its positioned parent. It draws nothing else: window, desk and captions
 * belong to the page. Where there is no WebGL it renders nothing and says so.
 */
export function Avatar(props: AvatarProps) {
  const { mouth, microphoneDbfs = null, phase, score, quiet = false, dark = false, framing } = props;
  const { motions = NO_MOTIONS, source = HOUSE_SOURCE, minute = NOON, window: lit = "none", shot = "bust" } = props;
  const { graphics } = props;
  const webGl = useMemo(() => graphics ?? probeWebGl(), [graphics]);
  const pace = useMemo(() => paceFor(webGl?.renderer ?? ""), [webGl]);
  const [seed] = useState(() => Math.floor(Math.random() * 2 ** 32));
  const [gl, setGl] = useState<WebGLRenderer | null>(null);
  const wrapper = useRef<HTMLDivElement>(null);
  const probe = useRef<MouthProbe | null>(null);
  const [views] = useState(() => new Views());
  const standing = useVrm(source, views, pace.outlines, () => props.onUnavailable("file"));
  const { ladder, rung, settle } = useLadder(isProbed(location.search) ? "half" : "sound");
  const [contextLost, setContextLost] = useState(false);
  useContextWatch(
    gl,
    () => {
      ladder.lost();
      settle();
      setContextLost(true);
    },
    () => {
      setContextLost(false);
      props.onReady();
    },
  );
  const gone = useEffectEvent(() => props.onUnavailable("webgl"));
  useEffect(() => {
    // Its canvas goes, and what becomes of the context then is no loss.
    if (rung === "sound") setGl(null);
    if (!contextLost && rung !== "sound") return undefined;
    const timer = setTimeout(gone, rung === "sound" ? 0 : BACK_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [contextLost, rung]);

  const [refused, setRefused] = useState(webGl === null);
  const unsupported = useEffectEvent(() => props.onUnavailable("webgl"));
  useEffect(() => {
    if (refused) unsupported();
  }, [refused]);

  const ready = useEffectEvent(() => props.onReady());
  useEffect(() => {
    if (standing !== null && gl !== null) ready();
  }, [standing, gl]);

  useEffect(() => {
    probe.current = wrapper.current && isProbed(location.search) ? new MouthProbe(wrapper.current) : null;
  }, []);

  if (refused || rung === "sound") return null;
  const speaking = phase === "speaking";
  const still = rung === "still";
  const now = paceOn(rung, pace);
  return (
    <div
      ref={wrapper}
      aria-hidden="true"
      data-rung={rung}
      data-avatar={standing?.id}
      style={{ ...FILL, opacity: standing && !contextLost ? 1 : 0, transition: `opacity ${FADE_MS}ms ease-out` }}
    >
      <Canvas
        flat
        frameloop="never"
        dpr={[Math.min(1, now.maxPixelRatio), now.maxPixelRatio]}
        gl={(defaults) => {
          try {
            return new WebGLRenderer(defaults);
          } catch (error) {
            // A thread of its own was given a context, and the page is not.
            setRefused(true);
            throw error;
          }
        }}
        camera={CAMERA}
        onCreated={(state) => {
          views.opened(state);
          setGl(state.gl);
          setContextLost(false);
        }}
      >
        {still ? (
          standing && <Portrait of={[phase, standing.id, shot, minute, dark, lit].join(" ")} />
        ) : (
          <Ticker
            fps={speaking ? now.speakingFps : now.restingFps}
            fullFps={speaking ? pace.speakingFps : pace.restingFps}
            ladder={ladder}
            onMeasured={settle}
          />
        )}
        <Lights minute={minute} dark={dark} window={lit} />
        {standing && (
          <Figure
            vrm={standing.vrm}
            head={standing.head}
            place={framing}
            shot={shot}
            mouth={mouth}
            microphoneDbfs={microphoneDbfs}
            phase={phase}
            score={score}
            quiet={quiet}
            motions={motions}
            pace={now}
            still={still}
            seed={seed}
            onMouth={(open) => probe.current?.write(open, performance.now())}
          />
        )}
      </Canvas>
    </div>
  );
}

import { Component, lazy, type ReactNode, Suspense, useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import type { Mouth } from "../../audio/voice.ts";
import type { WindowLight } from "../../avatar/light.ts";
import type { BoundMotion } from "../../avatar/Stage.tsx";
import { HOUSE_AVATAR } from "../../avatar/wardrobe.ts";
import type { Keepsakes } from "../../keepsakes/keepsakes.ts";
import type { Phase, TurnView } from "../../session/talk.ts";
import { useDark, useQuiet } from "../appearance.ts";
import { useServices, useSettings, useTalk } from "../services.ts";
import { afterFirstPaint } from "./after-first-paint.ts";
import { activeCitation, floorOf } from "./floor.ts";
import type { Figure } from "./Stage.tsx";
import { useMinute } from "./use-minute.ts";
import { useMoves } from "./use-moves.ts";

const Avatar = lazy(async () => {
  await afterFirstPaint(window);
  return { default: (await import("../../avatar/Avatar.tsx")).Avatar };
});

/** A model that has been drawn for so long does not end the page. */
const PROVEN_MS = 3_000;

/** Whose light the window has (design, section 1). */
const WINDOW_LIGHTS: Readonly<Record<Phase, WindowLight>> = {
  idle: "none",
  listening: "person",
  hearing: "person",
  thinking: "none",
  speaking: "character",
  interrupted: "person",
  offline: "none",
};

/** The bytes of one of the person's own models. */
const readKept = async (keepsakes: Keepsakes, id: string, signal: AbortSignal): Promise<ArrayBuffer> => {
  const file = await keepsakes.file(id);
  signal.throwIfAborted();
  if (file === null) throw new Error(`the file of ${id} is not on this device`);
  return await file.arrayBuffer();
};

/** The motions that stand for a gesture. */
function useOwnMotions(): readonly BoundMotion[] {
  const { keepsakes, repertoire } = useServices();
  const kept = useStore(repertoire.store, ({ motions }) => motions);
  useEffect(() => void repertoire.look(), [repertoire]);
  return useMemo(
    () =>
      (kept ?? []).flatMap(({ id, facts: { gesture } }) =>
        gesture === null ? [] : [{ gesture, read: (signal: AbortSignal) => readKept(keepsakes, id, signal) }],
      ),
    [kept, keepsakes],
  );
}

/** The mark of a citation has been heard: its card is on the screen. */
const heardCitation = (turns: readonly TurnView[]): boolean => activeCitation(floorOf(turns, "")) !== null;

/** The character in three dimensions. It comes after the talk works, and the talk works without it. */
export const characterWith = (mouth: Mouth): Figure =>
  function Character({ phase, place, onPicture, hasPicture = false }) {
    const { score, meters, keepsakes, wardrobe } = useServices();
    const chosen = useSettings(({ avatar }) => avatar);
    const cited = useTalk(({ turns, phase: now }) => now === "speaking" && heardCitation(turns));
    useEffect(() => {
      if (cited) score.perform("present");
    }, [cited, score]);
    const shot = useSettings((settings) => settings.shot);
    const motions = useOwnMotions();
    const dark = useDark();
    const quiet = useQuiet();
    const minute = useMinute();
    const lost = useStore(wardrobe.store, (state) => state.lost);
    const proving = useRef<ReturnType<typeof setTimeout>>(undefined);
    const source = useMemo(
      () =>
        chosen === HOUSE_AVATAR || chosen === lost
          ? {}
          : {
              source: {
                id: chosen,
                read: (signal: AbortSignal) => {
                  // The one before it proves nothing for this one.
                  clearTimeout(proving.current);
                  wardrobe.draws(chosen);
                  return readKept(keepsakes, chosen, signal);
                },
              },
            },
      [keepsakes, wardrobe, chosen, lost],
    );
    const { moves, graphics } = useMoves(hasPicture && !("source" in source), phase);
    useLeaving(wardrobe.stands);
    useEffect(() => {
      if (moves === "never") onPicture(false);
    }, [moves, onPicture]);
    const handleUnavailable = (reason: "webgl" | "file"): void => {
      if (reason === "file" && "source" in source) wardrobe.lose(chosen);
      else onPicture(false);
    };
    if (moves !== "now" || graphics === null) return null;
    return (
      <Without onMissing={() => onPicture(false)}>
        <Suspense>
          <Avatar
            mouth={mouth}
            microphoneDbfs={meters.microphoneDbfs}
            phase={phase}
            score={score}
            framing={place}
            dark={dark}
            minute={minute}
            window={WINDOW_LIGHTS[phase]}
            shot={shot}
            quiet={quiet}
            graphics={graphics}
            motions={motions}
            {...source}
            onReady={() => {
              onPicture(true);
              clearTimeout(proving.current);
              proving.current = setTimeout(wardrobe.stands, PROVEN_MS);
            }}
            onUnavailable={handleUnavailable}
          />
        </Suspense>
      </Without>
    );
  };

/** A page that is left in the ordinary way did not end because of what it drew. */
function useLeaving(tell: () => void): void {
  useEffect(() => {
    const hidden = (): void => {
      if (document.hidden) tell();
    };
    window.addEventListener("pagehide", tell);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("pagehide", tell);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [tell]);
}

/** The voice never waits for the picture: when it fails the window stays. */
class Without extends Component<{ onMissing: () => void; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error("character", error);
    this.props.onMissing();
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}

import { Component, lazy, type ReactNode, Suspense } from "react";
import { useStore } from "zustand";
import type { Mouth } from "../../audio/voice.ts";
import { useDark, useReducedMotion } from "../appearance.ts";
import { useServices } from "../services.ts";
import type { Figure } from "./Stage.tsx";

const Avatar = lazy(async () => ({ default: (await import("../../avatar/Avatar.tsx")).Avatar }));

/** The character in three dimensions. It comes after the talk works, and the talk works without it. */
export const characterWith = (mouth: Mouth): Figure =>
  function Character({ phase, place, onMissing }) {
    const { mood, meters } = useServices();
    const emotion = useStore(mood, (state) => state.emotion);
    const dark = useDark();
    const quiet = useReducedMotion();
    return (
      <Without onMissing={onMissing}>
        <Suspense>
          <Avatar
            mouth={mouth}
            microphoneDbfs={meters.microphoneDbfs}
            phase={phase}
            emotion={emotion}
            framing={place}
            dark={dark}
            quiet={quiet}
            onReady={() => undefined}
            onUnavailable={onMissing}
          />
        </Suspense>
      </Without>
    );
  };

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

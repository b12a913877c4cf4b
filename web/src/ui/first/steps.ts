/** The order of the first steps. Pure. */
import type { MicrophoneProblem } from "../../audio/voice.ts";
import type { Notice, TalkState } from "../../session/talk.ts";

export type Step = "language" | "pairing" | "microphone" | "echo";

/**
 * @param pairing the relay asks who this is, or did when the first steps began
 * @param speaks answers are spoken, so there is an echo to be tried
 */
export const stepsWith = (pairing: boolean, speaks: boolean): readonly Step[] => [
  "language",
  ...(pairing ? (["pairing"] as const) : []),
  "microphone",
  ...(speaks ? (["echo"] as const) : []),
];

/** The step after one; null when it was the last. */
export function stepAfter(step: Step, steps: readonly Step[]): Step | null {
  return steps[steps.indexOf(step) + 1] ?? null;
}

export const asksForPairing = ({ connection }: Pick<TalkState, "connection">): boolean =>
  connection.state === "refused" && connection.why === "token";

/** What came of asking for the microphone. */
export const microphoneProblem = (notices: readonly Notice[]): MicrophoneProblem | null =>
  notices.findLast((notice) => notice.kind === "microphone")?.problem ?? null;

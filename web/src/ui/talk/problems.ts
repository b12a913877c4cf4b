/** What stands in the way of talking, in plain words and with what can be done. Pure. */
import type { MicrophoneProblem } from "../../audio/voice.ts";
import type { Language, TalkState } from "../../session/talk.ts";
import type { Strings } from "../strings/languages.ts";
import type { GlyphName } from "../window/look.ts";

export type ProblemId = MicrophoneProblem | "not-heard" | "replaced" | "token" | "origin" | "outdated";

export type ProblemAct =
  | "retry"
  | "https"
  | "update"
  | "reload"
  | "take-back"
  | "connections"
  | "history"
  | "type"
  | "token";

export interface Problem {
  id: ProblemId;
  glyph: GlyphName;
  state: string;
  title: string;
  body: string;
  steps: readonly string[];
  primary: { label: string; act: ProblemAct };
  /** The quiet way on. About the microphone, typing is always one of the two. */
  secondary: { label: string; act: ProblemAct } | null;
  /** A field for a pairing code, or the relay's token. */
  field?: string;
}

/** Facts about the browser. */
export interface Surroundings {
  safari: boolean;
  /** The page's address with https. */
  secureAddress: string;
  /** The browser has a recogniser of its own. */
  recogniser: boolean;
}

/** Whether the recogniser knows the person's language; true while it is not known. */
export const canHear = (providers: TalkState["providers"], language: Language): boolean =>
  providers === null || knows(providers.stt.languages, language);

export const knows = (languages: readonly string[], language: Language): boolean =>
  languages.some((tag) => tag === "*" || tag.toLowerCase().split("-")[0] === language);

/** The problem of the connection first: without it nothing else can be mended. */
export function problemOf(state: TalkState, language: Language): ProblemId | null {
  if (state.connection.state === "replaced") return "replaced";
  // A full relay is tried again and what is said meanwhile is kept: the state line says it, nothing is in the way.
  if (state.connection.state === "refused" && state.connection.why !== "full") return state.connection.why;
  const microphone = state.notices.findLast((notice) => notice.kind === "microphone");
  if (microphone?.kind === "microphone") return microphone.problem;
  return state.microphoneOpen && !canHear(state.providers, language) ? "not-heard" : null;
}

export function describeProblem(id: ProblemId, text: Strings, around: Surroundings): Problem {
  const words = text.problem;
  const type = { label: text.common.typeInstead, act: "type" } as const;
  const past = { label: text.menu.history, act: "history" } as const;
  const retry = { label: text.common.retry, act: "retry" } as const;
  switch (id) {
    case "denied": {
      const steps = around.safari ? words.denied.stepsSafari : words.denied.steps;
      return { id, glyph: "muted", ...words.denied, steps, primary: retry, secondary: type };
    }
    case "missing":
      return { id, glyph: "muted", ...words.missing, steps: [], primary: retry, secondary: type };
    case "lost":
      return { id, glyph: "muted", ...words.lost, steps: [], primary: retry, secondary: type };
    case "busy":
      return { id, glyph: "muted", ...words.busy, primary: retry, secondary: type };
    case "insecure": {
      const primary = { label: words.insecure.action, act: "https" } as const;
      const steps = [words.insecure.step(around.secureAddress)];
      return { id, glyph: "problem", ...words.insecure, steps, primary, secondary: type };
    }
    case "unsupported":
      return { id, glyph: "problem", ...words.unsupported, primary: type, secondary: null };
    case "not-heard": {
      const steps = around.recogniser ? words.notHeard.steps : words.notHeard.stepsPlain;
      const primary = { label: words.notHeard.action, act: "connections" } as const;
      return { id, glyph: "degraded", ...words.notHeard, steps, primary, secondary: type };
    }
    case "replaced": {
      const primary = { label: words.replaced.action, act: "take-back" } as const;
      return { id, glyph: "offline", ...words.replaced, steps: [], primary, secondary: past };
    }
    case "token": {
      const primary = { label: words.token.action, act: "token" } as const;
      return { id, glyph: "problem", ...words.token, steps: [], primary, secondary: past };
    }
    case "origin":
      return {
        id,
        glyph: "offline",
        ...words.origin,
        primary: { label: text.common.retry, act: "reload" },
        secondary: type,
      };
    case "outdated": {
      const primary = { label: words.outdated.action, act: "update" } as const;
      return { id, glyph: "problem", ...words.outdated, steps: [], primary, secondary: type };
    }
    default:
      return id satisfies never;
  }
}

import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { SharingState } from "../../history/sharing/sharing.ts";
import type { Language } from "../../session/talk.ts";
import { Button } from "../parts/Button.tsx";
import { ProgressBar } from "../parts/ProgressBar.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import type { Strings } from "../strings/languages.ts";

/**
 * How this device and the others stand, in one sentence, with what can be done about it.
 * @param props.isQuiet nothing is said where nothing is in the way
 */
export function SharingLine({ isQuiet }: { isQuiet: boolean }): ReactNode {
  const text = useText();
  const { sharing } = useServices();
  const state = useStore(sharing.store);
  const language = useSettings((settings) => settings.language);
  const sentence = isQuiet && isNothing(state) ? "" : sentenceOf(state, text, language);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 not-empty:pt-3">
      <p role="status" className="min-w-48 flex-1 text-small text-ink-2 phrases empty:hidden">
        {sentence}
      </p>
      {sentence !== "" && state.at === "trouble" && <Remedy why={state.why} />}
      {sentence !== "" && state.at === "going" && state.progress !== null && (
        <ProgressBar
          className="basis-full"
          label={text.sharing.going}
          share={"of" in state.progress ? state.progress.given / state.progress.of : null}
        />
      )}
    </div>
  );
}

const isNothing = (state: SharingState): boolean =>
  state.at === "agreed" ? state.refused === 0 : state.at === "going" && state.progress === null;

function sentenceOf(state: SharingState, { sharing: words }: Strings, language: Language): string {
  const counted = (count: number): string => new Intl.NumberFormat(language).format(count);
  switch (state.at) {
    case "off":
      return "";
    case "going": {
      const { progress } = state;
      if (progress === null) return words.going;
      return "of" in progress
        ? words.giving(counted(progress.given), counted(progress.of))
        : words.taking(counted(progress.taken));
    }
    case "agreed": {
      if (state.refused > 0) return words.refused(counted(state.refused));
      const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
      return words.agreed(format.format(new Date(state.when)));
    }
    case "trouble":
      return words[state.why];
    default:
      return state satisfies never;
  }
}

function Remedy({ why }: { why: Extract<SharingState, { at: "trouble" }>["why"] }): ReactNode {
  const { sharing: words } = useText();
  const { sharing } = useServices();
  const [label, act] = {
    away: [words.again, sharing.now] as const,
    storage: [words.again, sharing.now] as const,
    // The talk screen asks for the code.
    token: [words.pair, () => go({ page: "talk" })] as const,
    outdated: [words.reload, () => window.location.reload()] as const,
  }[why];
  return (
    <Button size="small" onClick={() => act()}>
      {label}
    </Button>
  );
}

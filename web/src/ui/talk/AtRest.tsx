import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { examplesOf, type Today } from "../agenda/today.ts";
import { useToday } from "../agenda/use-today.ts";
import { LanguageChoice } from "../parts/LanguageChoice.tsx";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import type { Strings } from "../strings/languages.ts";
import { NextCard } from "./NextCard.tsx";
import { canHear } from "./problems.ts";

const SMALL = "max-w-[34em] text-pretty text-ink-2";

/** Before the first word: a greeting, what is on today, and what can be said; to a stranger, why there is a microphone. */
export function AtRest({ pictureMissing }: { pictureMissing: boolean }): ReactNode {
  const text = useText();
  const granted = useMicrophoneGranted();
  const language = useSettings((settings) => settings.language);
  const heard = useTalk((state) => canHear(state.providers, language));
  const connected = useTalk((state) => state.connection.state === "open");
  const today = useToday();
  const items = useStore(useServices().planner.store, (state) => state.items);
  const known = granted || (today.lines?.all ?? 0) > 0;
  const { next } = today;
  const said = known && heard && connected ? examplesOf(today, items).map((name) => text.rest.examples[name]) : [];
  return (
    <div className="at-rest relative z-50 -mx-2 flex min-h-0 flex-col gap-3 overflow-y-auto px-2 [grid-column:words] [grid-row:said/sources-end]">
      <h1 className="text-[calc(var(--caption-size)*var(--caption-scale))] leading-[calc(var(--caption-line)*var(--caption-scale))] font-medium text-pretty lang-ja:phrases">
        {known ? text.rest.together(greetingWords(today, text)) : text.greetingFirst}
      </h1>
      {next?.start != null && <NextCard line={{ ...next, start: next.start }} now={today.now} />}
      {!known && <p className={SMALL}>{text.microphoneReason}</p>}
      {!heard && <p className={SMALL}>{text.hint.notHeard}</p>}
      {pictureMissing && <p className={SMALL}>{text.hint.noPicture}</p>}
      {!connected && next !== null && <p className={SMALL}>{text.rest.kept}</p>}
      {said.length > 0 && <p className={SMALL}>{text.rest.say(said)}</p>}
      {!known && <LanguageChoice />}
    </div>
  );
}

function greetingWords(today: Today & { now: Date }, text: Strings): readonly string[] {
  return [greetingAt(today.now, text), dayWords(today, text)].filter((words) => words !== "");
}

export function greetingAt(now: Date, text: Strings): string {
  const hour = now.getHours();
  if (hour >= 4 && hour < 11) return text.greeting.morning;
  return hour >= 11 && hour < 18 ? text.greeting.day : text.greeting.evening;
}

/** How much of today is left, in one sentence; nothing while it is not known. */
export function dayWords({ lines }: Pick<Today, "lines">, { rest }: Strings): string {
  if (lines === null) return "";
  if (lines.all === 0) return rest.none;
  if (lines.ahead === 0) return rest.allOver;
  return lines.ahead === lines.all ? rest.ahead(lines.all) : rest.left(lines.ahead);
}

/** Somebody who has let the page listen before needs no reason again. */
function useMicrophoneGranted(): boolean {
  const open = useTalk((state) => state.microphoneOpen);
  const [granted, setGranted] = useState(false);
  useEffect(() => {
    let current = true;
    // Firefox knows no such permission name and rejects: then it is asked for in the first tap, with the reason.
    navigator.permissions?.query({ name: "microphone" as PermissionName }).then(
      (status) => current && setGranted(status.state === "granted"),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return granted || open;
}

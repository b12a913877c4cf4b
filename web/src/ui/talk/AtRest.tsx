import { type ReactNode, useEffect, useState } from "react";
import { LanguageChoice } from "../parts/LanguageChoice.tsx";
import { useSettings, useTalk, useText } from "../services.ts";
import type { Strings } from "../strings/languages.ts";
import { canHear } from "./problems.ts";

/** Before the first word: a greeting, why there is a microphone, and what can be said. */
export function AtRest({ pictureMissing }: { pictureMissing: boolean }): ReactNode {
  const text = useText();
  const known = useMicrophoneGranted();
  const language = useSettings((settings) => settings.language);
  const heard = useTalk((state) => canHear(state.providers, language));
  const connected = useTalk((state) => state.connection.state === "open");
  return (
    <div className="at-rest relative z-50 flex min-h-0 flex-col gap-2 [grid-column:words] [grid-row:said/sources-end]">
      <h1 className="text-[calc(var(--caption-size)*var(--caption-scale))] leading-[calc(var(--caption-line)*var(--caption-scale))] font-medium text-pretty">
        {known ? greetingAt(new Date(), text) : text.greetingFirst}
      </h1>
      {!known && <p className="max-w-[34em] text-pretty text-ink-2">{text.microphoneReason}</p>}
      {!heard && <p className="max-w-[34em] text-pretty text-ink-2">{text.hint.notHeard}</p>}
      {pictureMissing && <p className="max-w-[34em] text-pretty text-ink-2">{text.hint.noPicture}</p>}
      {known && heard && connected && <p className="max-w-[34em] text-pretty text-ink-2">{text.examples}</p>}
      {!known && <LanguageChoice />}
    </div>
  );
}

export function greetingAt(now: Date, text: Strings): string {
  const hour = now.getHours();
  if (hour >= 4 && hour < 11) return text.greeting.morning;
  return hour >= 11 && hour < 18 ? text.greeting.day : text.greeting.evening;
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

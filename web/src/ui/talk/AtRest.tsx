import { type ReactNode, useEffect, useState } from "react";
import { LanguageChoice } from "../parts/LanguageChoice.tsx";
import { useSettings, useTalk, useText } from "../services.ts";
import type { Strings } from "../strings/languages.ts";
import { canHear } from "./problems.ts";
import "./at-rest.css";

/** Before the first word: a greeting, why there is a microphone, and what can be said. */
export function AtRest({ pictureMissing }: { pictureMissing: boolean }): ReactNode {
  const text = useText();
  const known = useMicrophoneGranted();
  const language = useSettings((settings) => settings.language);
  const heard = useTalk((state) => canHear(state.providers, language));
  const connected = useTalk((state) => state.connection.state === "open");
  return (
    <div className="at-rest">
      <h1 className="at-rest-greeting">{known ? greetingAt(new Date(), text) : text.greetingFirst}</h1>
      {!known && <p className="at-rest-words">{text.microphoneReason}</p>}
      {!heard && <p className="at-rest-words">{text.hint.notHeard}</p>}
      {pictureMissing && <p className="at-rest-words">{text.hint.noPicture}</p>}
      {known && heard && connected && <p className="at-rest-words">{text.examples}</p>}
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

import { Square, Volume2 } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { useServices, useSettings, useText } from "../services.ts";

/** Reads some words aloud, and stops. */
export function ReadKey(props: {
  /** Unique to what it reads. */
  name: string;
  /** Markdown. */
  text: string;
  label: string;
  /** What assistive technology says, where the label alone is not enough. */
  fullLabel?: string;
  className: string;
}): ReactNode {
  const words = useText().documents.passage;
  const { reader } = useServices();
  const language = useSettings((settings) => settings.language);
  const { name, text } = props;
  const isReading = useStore(reader.store, ({ reading }) => reading === name);
  // The place where it can be stopped is gone: so is the voice.
  useEffect(
    () => () => {
      if (reader.store.getState().reading === name) reader.stop();
    },
    [reader, name],
  );
  return (
    <button
      type="button"
      className={props.className}
      {...(props.fullLabel === undefined || isReading ? {} : { "aria-label": props.fullLabel })}
      disabled={text === ""}
      onClick={() => (isReading ? reader.stop() : reader.read(name, text, languageOf(text, language)))}
    >
      {isReading ? (
        <Square size={20} strokeWidth={1.75} fill="currentColor" aria-hidden="true" />
      ) : (
        <Volume2 size={20} strokeWidth={1.75} aria-hidden="true" />
      )}
      {isReading ? words.stop : props.label}
    </button>
  );
}

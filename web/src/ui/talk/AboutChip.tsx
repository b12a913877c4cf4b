import { FileText, X } from "lucide-react";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import "./about-chip.css";

/** The one document that questions are about, as long as they are; a touch opens them to all documents again. */
export function AboutChip(): ReactNode {
  const { about: words } = useText();
  const { actions } = useServices();
  const language = useSettings((settings) => settings.language);
  const about = useTalk((state) => state.about);
  if (about === null) return null;
  return (
    <p className="about-chip">
      <FileText size={18} strokeWidth={1.75} aria-hidden="true" />
      <span className="about-chip-title" lang={languageOf(about.title, language)}>
        <span className="unseen">{words.label}</span>
        {about.title}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={words.end(about.title)}
        onClick={() => actions.askAbout(null)}
      >
        <X size={18} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </p>
  );
}

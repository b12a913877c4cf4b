import { FileText, X } from "lucide-react";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { IconButton } from "../parts/Button.tsx";
import { useServices, useSettings, useTalk, useText } from "../services.ts";

/** The one document that questions are about, as long as they are; a touch opens them to all documents again. */
export function AboutChip(): ReactNode {
  const { about: words } = useText();
  const { actions } = useServices();
  const language = useSettings((settings) => settings.language);
  const about = useTalk((state) => state.about);
  if (about === null) return null;
  return (
    <p className="z-30 mb-3 flex max-w-full items-center gap-2 [place-self:end_center] rounded-[24px] border-hair border-edge bg-raised ps-[14px] pe-[2px] text-small font-semibold [grid-column:words] [grid-row:stage] beside:-my-2 beside:max-w-[60%] beside:[place-self:center_end] beside:[grid-row:state]">
      <FileText className="text-ink-2" size={18} strokeWidth={1.75} aria-hidden="true" />
      <span className="truncate" lang={languageOf(about.title, language)}>
        <span className="unseen">{words.label}</span>
        {about.title}
      </span>
      <IconButton label={words.end(about.title)} icon={X} iconSize={18} onClick={() => actions.askAbout(null)} />
    </p>
  );
}

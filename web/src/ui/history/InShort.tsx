import { type ReactNode, useEffect, useState } from "react";
import { type ConversationSummary, parseSummary } from "../../history/summary.ts";
import { useSettings, useText } from "../services.ts";
import { askRelay, bodyOf } from "../settings/memory/relay-book.ts";
import { primaryTag } from "../strings/languages.ts";

/** One line above a long conversation that opens on its older turns in short; nothing where the relay wrote none. */
export function InShort({ id }: { id: string }): ReactNode {
  const text = useText();
  const token = useSettings((settings) => settings.token);
  const language = useSettings((settings) => settings.language);
  const [summary, setSummary] = useState<ConversationSummary | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    setSummary(undefined);
    askRelay(`/conversations/${encodeURIComponent(id)}`, token, {}, abort.signal)
      .then(bodyOf)
      .then((body) => {
        if (!abort.signal.aborted) setSummary(parseSummary(body));
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
      });
    return () => abort.abort();
  }, [id, token]);
  if (summary === undefined) return null;
  const { fromTurn, throughTurn, model } = summary;
  return (
    <details className="mb-4 rounded-control bg-sunk px-4 py-1">
      <summary className="figures min-h-11 cursor-pointer content-center text-ink-2">
        {text.summary.title(throughTurn - fromTurn + 1)}
      </summary>
      <p className="whitespace-pre-line pb-2" lang={primaryTag(summary.language, language)}>
        {summary.text}
      </p>
      <p className="pb-3 text-small text-ink-2">
        {model === null ? text.summary.byRule : text.summary.by(model)} {text.summary.beside}
      </p>
    </details>
  );
}

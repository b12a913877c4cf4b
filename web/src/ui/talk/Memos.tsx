import { Keyboard, Mic } from "lucide-react";
import type { ReactNode } from "react";
import { useShallow } from "zustand/react/shallow";
import { useTalk, useText } from "../services.ts";
import { primaryTag } from "../strings/catalogue.ts";
import { waitingTurns } from "./floor.ts";
import "./memos.css";

/** Questions kept until there is a connection. */
export function Memos({ lang }: { lang: string }): ReactNode {
  const text = useText();
  const turns = useTalk(useShallow(waitingTurns));
  return (
    <section className="memos" aria-label={text.memos.kept(turns.length)}>
      <p className="memos-said">{text.memos.taken}</p>
      <h2 className="memos-title">{text.memos.kept(turns.length)}</h2>
      <ul className="memos-list">
        {turns.toReversed().map((turn) => (
          <li key={turn.key} className="memo">
            {turn.spoken ? (
              <Mic size={20} strokeWidth={1.6} aria-label={text.memos.spoken} />
            ) : (
              <Keyboard size={20} strokeWidth={1.6} aria-label={text.memos.typed} />
            )}
            <span className="memo-words" lang={primaryTag(turn.language, lang)} data-pending={turn.userText === ""}>
              {turn.userText === "" ? text.memos.pending : turn.userText}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

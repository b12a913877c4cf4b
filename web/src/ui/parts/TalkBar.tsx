import type { ReactNode } from "react";
import { useTalk } from "../services.ts";
import { TalkKey } from "../talk/TalkKey.tsx";
import { useStateWord } from "../talk/use-state-word.ts";
import type { TalkKeyPress } from "../talk/use-talk-key.ts";
import { lightOf } from "../window/look.ts";
import { RoundWindow } from "../window/RoundWindow.tsx";
import "./talk-bar.css";

/** The talk on every other page: the little window, what is going on, and the key. */
export function TalkBar({ press, hint }: { press: TalkKeyPress; hint: string }): ReactNode {
  const light = useTalk(lightOf);
  const open = useTalk((state) => state.microphoneOpen && !state.muted);
  const { word } = useStateWord();
  return (
    <div className="talk-bar">
      <span className="portrait">
        <RoundWindow light={light} small />
      </span>
      <p className="talk-bar-words">
        <span className="talk-bar-state">{word}</span>
        {open && <span className="talk-bar-hint">{hint}</span>}
      </p>
      <TalkKey press={press} variant="bar" />
    </div>
  );
}

import { ShieldCheck } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { HAND_OFF_MS } from "../../kiosk/machine.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { StateLineView } from "../talk/StateLine.tsx";
import { useStateWord } from "../talk/use-state-word.ts";
import { QrBlock } from "./QrBlock.tsx";
import { Strip } from "./Strip.tsx";

/** The conversation on its way to a phone: the code, its letters, and how long they are good. */
export function HandOff({ ticket: standing }: { ticket: "asked" | "shown" | "failed" }): ReactNode {
  const { kiosk } = useServices();
  const text = useText().kiosk;
  const language = useSettings((settings) => settings.language);
  const { ticket, settings } = useStore(kiosk.store);
  const { glyph, word } = useStateWord();
  const sources = useTalk(
    ({ turns }) =>
      new Set(turns.flatMap(({ citations }) => citations.filter(({ doc_id }) => doc_id !== "").map((c) => c.doc_id)))
        .size,
  );
  return (
    <>
      <div className="kiosk-words" lang={language}>
        <StateLineView glyph={glyph} word={word} hint={null} />
        <h1 className="kiosk-line">
          {text.handOff.title.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </h1>
        {standing === "failed" ? (
          <p className="kiosk-hand-off-what">{text.handOff.failed}</p>
        ) : ticket === null ? (
          <p className="kiosk-hand-off-what">{text.handOff.preparing}</p>
        ) : (
          <div className="kiosk-hand-off">
            <QrBlock text={ticket.address} label={text.handOff.qr} />
            <div>
              <p className="kiosk-hand-off-what">{text.handOff.what(sources)}</p>
              <Left key={ticket.id} />
              <p className="kiosk-letters-where">{text.handOff.letters(ticket.page)}</p>
              <p className="kiosk-letters" translate="no">
                {ticket.letters}
              </p>
            </div>
          </div>
        )}
      </div>
      <Strip>
        <p className="kiosk-how">
          <ShieldCheck strokeWidth={1.6} aria-hidden="true" />
          {settings.wipe === "off" ? text.handOff.noteKept : text.handOff.note}
        </p>
        <button type="button" className="kiosk-key" onClick={kiosk.back}>
          {text.back}
        </button>
        <button type="button" className="kiosk-key" onClick={kiosk.end}>
          {settings.wipe === "off" ? text.endKept : text.end}
        </button>
      </Strip>
    </>
  );
}

/** Counts down from the moment the code was shown. */
function Left(): ReactNode {
  const text = useText().kiosk;
  const [leftMs, setLeftMs] = useState(HAND_OFF_MS);
  useEffect(() => {
    const untilMs = performance.now() + HAND_OFF_MS;
    const timer = setInterval(() => setLeftMs(Math.max(0, untilMs - performance.now())), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil(leftMs / 1_000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return <p className="kiosk-left">{text.handOff.left(time)}</p>;
}

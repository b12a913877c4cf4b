import { ShieldCheck } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { HAND_OFF_MS } from "../../kiosk/machine.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { StateLineView } from "../talk/StateLine.tsx";
import { useStateWord } from "../talk/use-state-word.ts";
import { Key } from "./Key.tsx";
import { QrBlock } from "./QrBlock.tsx";
import { Strip, StripLine } from "./Strip.tsx";
import { Words } from "./Words.tsx";

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
      <Words lang={language} wide>
        <StateLineView glyph={glyph} word={word} hint={null} />
        <h1 className="row-start-3 text-caption max-medium:text-heading short:text-heading">
          {text.handOff.title.map((line, at) => (
            <span key={line} className="block max-medium:inline short:inline">
              {at > 0 && language !== "ja" && " "}
              {line}
            </span>
          ))}
        </h1>
        {standing === "failed" ? (
          <p className="row-start-4 text-passage">{text.handOff.failed}</p>
        ) : ticket === null ? (
          <p className="row-start-4 text-passage">{text.handOff.preparing}</p>
        ) : (
          <div className="row-start-4 mt-4 flex items-center gap-11.5 short:mt-2 portrait:mt-6 max-medium:mt-3">
            <QrBlock text={ticket.address} label={text.handOff.qr} />
            <div>
              <p className="text-passage leading-[1.6] max-medium:text-body short:text-body">
                {text.handOff.what(sources)}
              </p>
              <Left key={ticket.id} />
              <p className="text-small wrap-anywhere text-ink-2">{text.handOff.letters(ticket.page)}</p>
              <p className="text-body font-semibold tracking-[0.04em] tabular-nums" translate="no">
                {ticket.letters}
              </p>
            </div>
          </div>
        )}
      </Words>
      <Strip>
        <StripLine>
          <ShieldCheck className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
          {settings.wipe === "off" ? text.handOff.noteKept : text.handOff.note}
        </StripLine>
        <Key onClick={kiosk.back}>{text.back}</Key>
        <Key onClick={kiosk.end}>{settings.wipe === "off" ? text.endKept : text.end}</Key>
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
  return <p className="mt-5 mb-2 short:mt-2 text-ink-2 tabular-nums">{text.handOff.left(time)}</p>;
}

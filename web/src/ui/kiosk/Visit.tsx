import { FileText, Hand, Keyboard, Mic, QrCode } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useStore } from "zustand";
import { dueMs, SILENCE_MS, STILL_THERE_MS } from "../../kiosk/machine.ts";
import { languageOf } from "../../knowledge/language-of.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { Captions } from "../talk/Captions.tsx";
import { activeCitation, type Floor } from "../talk/floor.ts";
import { useFloor } from "../talk/use-floor.ts";
import { useStateWord } from "../talk/use-state-word.ts";
import { Glyph } from "../window/Glyph.tsx";
import { KioskPassage } from "./KioskPassage.tsx";
import { KioskTyping } from "./KioskTyping.tsx";
import { Strip } from "./Strip.tsx";

type Moment = "greeting" | "talking" | "still-there" | "goodbye" | "wiping";

/** Somebody is there: the state, their words, the answer, one source, and two keys. */
export function Visit({ at }: { at: Moment }): ReactNode {
  const { kiosk, actions } = useServices();
  const text = useText().kiosk;
  const { settings, state } = useStore(kiosk.store);
  const language = useSettings((all) => all.language);
  const floor = useFloor(language);
  const speaking = useTalk(({ phase }) => phase === "speaking" || phase === "thinking");
  const [passage, setPassage] = useState<number | null>(null);
  const [typing, setTyping] = useState(false);
  const closePassage = useCallback(() => setPassage(null), []);
  const { glyph, word } = useStateWord();
  const line = lineOf(at, text, settings.wipe !== "off", floor);
  const citations = line === null && floor.who === "assistant" ? floor.citations : [];
  const source = citations.find(({ n }) => n === (passage ?? activeCitation(floor))) ?? citations[0];
  const asked = floor.who === "assistant" ? floor.key : null;
  return (
    <>
      <div className="kiosk-words">
        <p className="kiosk-state" role="status">
          <Glyph name={glyph} size={24} />
          <span>{word}</span>
        </p>
        {line === null ? (
          <Captions floor={floor} onMark={setPassage} />
        ) : (
          <p className="kiosk-line" role="log" lang={language}>
            {line}
          </p>
        )}
        {source !== undefined && passage === null && (
          <button type="button" className="kiosk-source" onClick={() => setPassage(source.n)}>
            <span className="mark" aria-hidden="true">
              {source.n}
            </span>
            <span className="kiosk-source-words" lang={languageOf(source.title, language)}>
              <span className="kiosk-source-title">{source.title}</span>
              {source.locator !== "" && <span className="kiosk-source-place">{source.locator}</span>}
            </span>
            <span className="kiosk-source-view">
              <FileText strokeWidth={1.6} aria-hidden="true" />
              {text.view}
            </span>
          </button>
        )}
        {passage !== null && source !== undefined && <KioskPassage citation={source} onClose={closePassage} />}
        {typing && <KioskTyping onClose={() => setTyping(false)} />}
      </div>
      <Strip>
        <p className="kiosk-how">
          {speaking ? <Hand strokeWidth={1.6} aria-hidden="true" /> : <Mic strokeWidth={1.6} aria-hidden="true" />}
          {speaking ? text.howToStop : text.howToAsk}
        </p>
        {settings.keyboard && !typing && (
          <button type="button" className="kiosk-key" onClick={() => setTyping(true)}>
            <Keyboard strokeWidth={1.6} aria-hidden="true" />
            {text.type}
          </button>
        )}
        {asked !== null && at !== "goodbye" && at !== "wiping" ? (
          <button type="button" className="kiosk-key" onClick={kiosk.handOff}>
            <QrCode strokeWidth={1.6} aria-hidden="true" />
            {text.toPhone}
          </button>
        ) : (
          <button type="button" className="kiosk-key" onClick={kiosk.end}>
            {settings.wipe === "off" ? text.endKept : text.end}
          </button>
        )}
        <Hairline
          sinceMs={state.at === "still-there" || state.at === "talking" ? state.sinceMs : null}
          isRunning={state.at === "still-there" || (state.at === "talking" && !state.busy)}
          forMs={(state.at === "still-there" ? STILL_THERE_MS : SILENCE_MS) * settings.stretch}
          shown={state.at === "still-there" && dueMs(state, { stretch: settings.stretch, scale: 1 }) !== null}
        />
      </Strip>
      {speaking && (
        <button type="button" className="kiosk-stop" aria-label={text.howToStop} onClick={actions.interrupt} />
      )}
    </>
  );
}

/** What the kiosk says of itself; null while what was said stands there. */
function lineOf(at: Moment, text: ReturnType<typeof useText>["kiosk"], wipes: boolean, floor: Floor): string | null {
  switch (at) {
    case "greeting":
      return text.greeting;
    case "still-there":
      return text.stillThere;
    case "goodbye":
    case "wiping":
      return wipes ? text.goodbye : text.goodbyeKept;
    case "talking":
      return floor.who === "nobody" || (floor.who === "person" && floor.text === "") ? text.greeting : null;
    default:
      return at satisfies never;
  }
}

/** Shrinks along the sill while nobody answers; there is no number to stare at. */
function Hairline(props: { sinceMs: number | null; isRunning: boolean; forMs: number; shown: boolean }): ReactNode {
  if (!props.shown || !props.isRunning) return null;
  return <span key={props.sinceMs} className="kiosk-hairline" style={{ animationDuration: `${props.forMs}ms` }} />;
}

import { FileText, Hand, Keyboard, Mic, QrCode } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useStore } from "zustand";
import { dueMs, SILENCE_MS, STILL_THERE_MS } from "../../kiosk/machine.ts";
import { languageOf } from "../../knowledge/language-of.ts";
import { MARK } from "../parts/mark.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { Captions } from "../talk/Captions.tsx";
import { activeCitation, type Floor } from "../talk/floor.ts";
import { useFloor } from "../talk/use-floor.ts";
import { useStateWord } from "../talk/use-state-word.ts";
import { Glyph } from "../window/Glyph.tsx";
import { Key } from "./Key.tsx";
import { KioskPassage } from "./KioskPassage.tsx";
import { KioskTyping } from "./KioskTyping.tsx";
import { Strip, StripLine } from "./Strip.tsx";
import { Words } from "./Words.tsx";

type Moment = "greeting" | "talking" | "still-there" | "goodbye" | "wiping";

/** Somebody is there: the state, their words, the answer, one source, and two keys. */
export function Visit({ at }: { at: Moment }): ReactNode {
  const { kiosk, actions } = useServices();
  const text = useText().kiosk;
  const { settings, state } = useStore(kiosk.store);
  const language = useSettings((all) => all.language);
  const floor = useFloor(language);
  const speaking = useTalk(({ phase }) => phase === "speaking" || phase === "thinking");
  const How = speaking ? Hand : Mic;
  const [passage, setPassage] = useState<number | null>(null);
  const [typing, setTyping] = useState(false);
  const closePassage = useCallback(() => setPassage(null), []);
  const { glyph, word } = useStateWord();
  // While the visit before is wiped, whoever spoke into its goodbye is greeted.
  const isNext = state.at === "wiping" && state.next !== null;
  const line = isNext ? text.greeting : lineOf(at, text, settings.wipe !== "off", floor);
  const citations = line === null && floor.who === "assistant" ? floor.citations : [];
  const source = citations.find(({ n }) => n === (passage ?? activeCitation(floor))) ?? citations[0];
  // Nobody is listened to any more, and the screen does not ask anybody to speak.
  const isOver = (at === "goodbye" || at === "wiping") && !isNext;
  const asked = floor.who === "assistant" ? floor.key : null;
  return (
    <>
      <Words>
        <p className="row-start-1 flex h-(--state-line) items-center gap-4.5 text-state" role="status">
          {!isOver && (
            <>
              <Glyph name={glyph} size={24} />
              <span>{word}</span>
            </>
          )}
        </p>
        {line === null ? (
          <Captions floor={floor} onMark={setPassage} />
        ) : (
          <p className="row-start-3 text-caption text-balance" role="log" lang={language}>
            {line}
          </p>
        )}
        {source !== undefined && passage === null && (
          <button
            type="button"
            className="row-start-4 mt-4 flex min-h-[max(72px,118*var(--k))] items-center gap-7 rounded-card border-hair border-line bg-raised px-7 py-4 text-start contrast:border-edge"
            onClick={() => setPassage(source.n)}
          >
            <span className={`${MARK} flex-none text-[max(18px,34*var(--k))]`} aria-hidden="true">
              {source.n}
            </span>
            <span className="flex min-w-0 flex-1 flex-col leading-[1.4]" lang={languageOf(source.title, language)}>
              <span className="truncate font-semibold">{source.title}</span>
              {source.locator !== "" && <span className="text-small text-ink-2">{source.locator}</span>}
            </span>
            <span className="inline-flex items-center gap-3 font-semibold whitespace-nowrap text-ink-2">
              <FileText className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
              {text.view}
            </span>
          </button>
        )}
        {passage !== null && source !== undefined && <KioskPassage citation={source} onClose={closePassage} />}
        {typing && !isOver && <KioskTyping onClose={() => setTyping(false)} />}
      </Words>
      <Strip>
        <StripLine>
          {!isOver && (
            <>
              <How className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
              {speaking ? text.howToStop : text.howToAsk}
            </>
          )}
        </StripLine>
        {settings.keyboard && !typing && !isOver && (
          <Key onClick={() => setTyping(true)}>
            <Keyboard className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
            {text.type}
          </Key>
        )}
        {at === "wiping" ? null : asked !== null && !isOver ? (
          <Key onClick={kiosk.handOff}>
            <QrCode className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
            {text.toPhone}
          </Key>
        ) : (
          <Key onClick={kiosk.end}>{settings.wipe === "off" ? text.endKept : text.end}</Key>
        )}
        <Hairline
          sinceMs={state.at === "still-there" || state.at === "talking" ? state.sinceMs : null}
          isRunning={state.at === "still-there" || (state.at === "talking" && !state.busy)}
          forMs={(state.at === "still-there" ? STILL_THERE_MS : SILENCE_MS) * settings.stretch}
          shown={state.at === "still-there" && dueMs(state, { stretch: settings.stretch, scale: 1 }) !== null}
        />
      </Strip>
      {speaking && (
        <button
          type="button"
          className="absolute top-0 bottom-(--strip) start-0 z-40 w-(--words-x) portrait:bottom-auto portrait:h-(--stage) portrait:w-full"
          aria-label={text.howToStop}
          onClick={actions.interrupt}
        />
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
  return (
    <span
      key={props.sinceMs}
      className="absolute inset-x-0 -top-0.5 h-[3px] animate-shrink bg-ink-2"
      style={{ animationDuration: `${props.forMs}ms` }}
    />
  );
}

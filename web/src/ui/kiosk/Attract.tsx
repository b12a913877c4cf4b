import { CameraOff, ScanEye } from "lucide-react";
import { type CSSProperties, type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { SHIFT_EVERY_MS, shiftAt } from "../../kiosk/shift.ts";
import { useServices, useSettings, useTalk } from "../services.ts";
import { CATALOGUES } from "../strings/catalogue.ts";
import { Glyph } from "../window/Glyph.tsx";
import { Clock } from "./Clock.tsx";
import { StaffKey } from "./StaffKey.tsx";
import { Strip, StripLine } from "./Strip.tsx";

/** Nobody is there: the sky, the clock, and one invitation in every language. */
export function Attract(): ReactNode {
  const { kiosk } = useServices();
  const { settings, blind } = useStore(kiosk.store);
  const language = useSettings((all) => all.language);
  const persona = useSettings((all) => all.persona.name);
  const open = useTalk((state) => state.microphoneOpen);
  const { kiosk: text } = CATALOGUES[language];
  const shift = useShift();
  const others = settings.languages.filter((other) => other !== language);
  const seeing = settings.camera && !blind;
  return (
    <>
      <div
        className="absolute start-(--lead-x) top-[calc(96*var(--k)+var(--lift))] z-30 w-225 animate-wake short:top-10 portrait:inset-x-gutter portrait:top-[calc(var(--stage)+40*var(--k))] portrait:w-auto"
        style={shift}
      >
        <Clock language={language} />
        <h1
          className="mt-37.5 mb-11 short:mt-8 short:mb-6 text-[calc(80*var(--k))] leading-[1.5] font-medium lang-en:leading-[1.2] portrait:mt-10 portrait:mb-6"
          lang={language}
        >
          {text.invite.map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </h1>
        {others.map((other) => (
          <p className="text-[max(15px,36*var(--k))] leading-[1.6] text-ink-2" key={other} lang={other}>
            {CATALOGUES[other].kiosk.invite.join(other === "ja" ? "" : " ")}
          </p>
        ))}
      </div>
      <Strip>
        <StripLine>
          <Glyph name={open ? "listening" : "idle"} size={24} />
          <span className="whitespace-nowrap">{open ? text.waiting : text.waitingDeaf}</span>
          <span className="px-6 portrait:hidden" aria-hidden="true">
            ·
          </span>
          <span className="portrait:hidden">
            {settings.addressed ? text.called(persona || CATALOGUES[language].name) : text.examples}
          </span>
        </StripLine>
        <StripLine short>
          {seeing ? (
            <ScanEye className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
          ) : (
            <CameraOff className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
          )}
          {seeing ? text.cameraOn : text.cameraOff}
        </StripLine>
        <StaffKey />
      </Strip>
    </>
  );
}

function useShift(): CSSProperties {
  const [moves, setMoves] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMoves((n) => n + 1), SHIFT_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const { x, y } = shiftAt(moves);
  return { translate: `calc(${x} * var(--k)) calc(${y} * var(--k))` };
}

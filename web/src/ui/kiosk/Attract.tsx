import { CameraOff, ScanEye } from "lucide-react";
import { type CSSProperties, type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { SHIFT_EVERY_MS, shiftAt } from "../../kiosk/shift.ts";
import { useServices, useSettings, useTalk } from "../services.ts";
import { CATALOGUES } from "../strings/catalogue.ts";
import { Glyph } from "../window/Glyph.tsx";
import { Clock } from "./Clock.tsx";
import { StaffKey } from "./StaffKey.tsx";
import { Strip } from "./Strip.tsx";

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
      <div className="kiosk-invite" style={shift}>
        <Clock language={language} />
        <h1 className="kiosk-invitation" lang={language}>
          {text.invite.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </h1>
        {others.map((other) => (
          <p className="kiosk-invitation-other" key={other} lang={other}>
            {CATALOGUES[other].kiosk.invite.join(other === "ja" ? "" : " ")}
          </p>
        ))}
      </div>
      <Strip>
        <p className="kiosk-waiting">
          <Glyph name={open ? "listening" : "idle"} size={24} />
          <span>{open ? text.waiting : text.waitingDeaf}</span>
          <span className="kiosk-dot" aria-hidden="true">
            ·
          </span>
          <span>{settings.addressed ? text.called(persona || CATALOGUES[language].name) : text.examples}</span>
        </p>
        <p className="kiosk-camera">
          {seeing ? (
            <ScanEye strokeWidth={1.6} aria-hidden="true" />
          ) : (
            <CameraOff strokeWidth={1.6} aria-hidden="true" />
          )}
          {seeing ? text.cameraOn : text.cameraOff}
        </p>
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
  return { translate: `${x}px ${y}px` };
}

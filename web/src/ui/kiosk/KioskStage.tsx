import { type ReactNode, useCallback, useRef } from "react";
import { useStore } from "zustand";
import { WINDOW_ONLY } from "../../avatar/wardrobe.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import type { Figure } from "../talk/Stage.tsx";
import { usePlace } from "../talk/use-place.ts";
import { useStateWord } from "../talk/use-state-word.ts";
import { lightOf } from "../window/look.ts";
import { RoundWindow } from "../window/RoundWindow.tsx";
import { useMeter } from "../window/use-meter.ts";
import { useReception } from "./use-reception.ts";

/** The room as a hall sees it: while nobody is there the window shows the sky. */
export function KioskStage({ figure: Figure, at }: { figure: Figure | null; at: string }): ReactNode {
  const text = useText();
  const { meters, kiosk, watchdog } = useServices();
  const sky = useStore(kiosk.store, (view) => view.sky);
  const pictures = useStore(watchdog.store, (view) => view.pictures);
  const talking = useTalk(lightOf);
  const phase = useTalk((state) => state.phase);
  const { word } = useStateWord();
  const windowOnly = useSettings(({ avatar }) => avatar === WINDOW_ONLY);
  const mayStand = useReception();
  const light = at === "asleep" ? "asleep" : at === "attract" || at === "arming" ? "idle" : talking;
  const figure = useRef<HTMLDivElement>(null);
  const place = usePlace(figure, at);
  const water = useRef<SVGPathElement>(null);
  const ring = useRef<SVGCircleElement>(null);
  useMeter(light === "hearing" || light === "interrupted", meters.microphoneDbfs, (level) => {
    if (water.current !== null) water.current.style.transform = `translateY(${84 - 124 * level}px)`;
  });
  useMeter(light === "speaking", meters.voiceDbfs, (level) => {
    if (ring.current !== null) ring.current.style.transform = `scale(${1.03 + 0.04 * level})`;
  });
  const ignorePicture = useCallback(() => undefined, []);
  const showsSky = light === "idle" && (at === "attract" || at === "arming");
  return (
    <div
      className="absolute inset-x-0 top-0 bottom-(--strip) overflow-hidden contain-strict in-data-[at=arming]:bottom-0 in-data-[at=asleep]:bottom-0 portrait:bottom-[calc(100dvh-var(--stage))] portrait:border-b-hair portrait:border-line portrait:in-data-[at=asleep]:bottom-0 portrait:in-data-[at=asleep]:border-b-0"
      role="img"
      aria-label={at === "asleep" ? text.kiosk.asleep : `${text.name}, ${word}`}
    >
      <div className="kiosk-window" data-sky={showsSky ? sky : undefined}>
        <RoundWindow light={light} sky={showsSky} water={water} ring={ring} />
      </div>
      <div className="kiosk-figure in-data-[at=asleep]:brightness-55" ref={figure}>
        {Figure !== null && place !== null && !windowOnly && mayStand && (
          <Figure key={pictures} phase={phase} place={place} onPicture={ignorePicture} />
        )}
      </div>
    </div>
  );
}

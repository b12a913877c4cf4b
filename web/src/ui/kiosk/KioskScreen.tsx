import { type ReactNode, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { inVisit } from "../../kiosk/machine.ts";
import { useServices, useText } from "../services.ts";
import type { Figure } from "../talk/Stage.tsx";
import { Arming } from "./Arming.tsx";
import { Asleep } from "./Asleep.tsx";
import { Attract } from "./Attract.tsx";
import { HandOff } from "./HandOff.tsx";
import { KioskStage } from "./KioskStage.tsx";
import { PasscodePad } from "./PasscodePad.tsx";
import { Visit } from "./Visit.tsx";
import "./kiosk.css";

/** 受付: what stands in a hall for weeks. Nothing on it leads anywhere else. */
export function KioskScreen({ figure }: { figure: Figure | null }): ReactNode {
  const { kiosk } = useServices();
  const { state, armed, asking } = useStore(kiosk.store);
  const text = useText();
  const screen = useRef<HTMLElement>(null);
  useEffect(() => {
    document.documentElement.dataset.kiosk = "";
    return () => void delete document.documentElement.dataset.kiosk;
  }, []);
  const at = !armed ? "arming" : state.at;
  return (
    <main
      className="kiosk fixed inset-0 touch-manipulation overflow-hidden bg-wall text-body text-ink select-none [-webkit-touch-callout:none] transition-colors duration-[4s] data-[visit=true]:transition-none motion-reduce:transition-none data-[at=asleep]:scheme-dark data-[at=asleep]:bg-[#060a08] [&_.glyph]:size-9.5"
      ref={screen}
      data-at={at}
      data-visit={inVisit(state) || state.at === "goodbye" || state.at === "wiping"}
      aria-label={text.name}
      onPointerDown={kiosk.touch}
      onKeyDown={kiosk.touch}
      onContextMenu={(event) => event.preventDefault()}
      onDragStart={(event) => event.preventDefault()}
    >
      <KioskStage figure={figure} at={at} />
      {at === "arming" && <Arming />}
      {at === "asleep" && <Asleep />}
      {at === "attract" && <Attract />}
      {at === "hand-off" && state.at === "hand-off" && <HandOff ticket={state.ticket} />}
      {(at === "greeting" || at === "talking" || at === "still-there" || at === "goodbye" || at === "wiping") && (
        <Visit at={at} />
      )}
      {asking && <PasscodePad />}
    </main>
  );
}

import { type ReactNode, useRef } from "react";
import { useServices, useTalk } from "../services.ts";
import { lightOf } from "../window/look.ts";
import { useMeter } from "../window/use-meter.ts";
import "./sill.css";

/** The edge of the desk is the level meter: it proves that the microphone hears. */
export function Sill(): ReactNode {
  const { meters } = useServices();
  const light = useTalk(lightOf);
  const bar = useRef<HTMLSpanElement>(null);
  useMeter(light === "listening" || light === "hearing" || light === "interrupted", meters.microphoneDbfs, (level) => {
    bar.current?.style.setProperty("--level", level.toFixed(3));
  });
  return (
    <div className="desk" data-light={light} aria-hidden="true">
      <span className="sill" ref={bar} />
    </div>
  );
}

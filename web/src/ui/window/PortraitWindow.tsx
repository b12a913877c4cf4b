import type { ReactNode } from "react";
import { useTalk } from "../services.ts";
import { lightOf } from "./look.ts";
import { RoundWindow } from "./RoundWindow.tsx";
import { usePortrait } from "./use-portrait.ts";

/** The face in its window, beside a page: its rim tells whose turn it is. */
export function PortraitWindow({ className = "" }: { className?: string }): ReactNode {
  const light = useTalk(lightOf);
  return (
    <span className={`size-[67px] flex-none ${className}`}>
      <RoundWindow light={light} small portrait={usePortrait()} />
    </span>
  );
}

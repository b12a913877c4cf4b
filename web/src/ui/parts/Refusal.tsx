import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../services.ts";
import { Glyph } from "../window/Glyph.tsx";
import { IconButton } from "./Button.tsx";

/** Why something was not taken, and what to do; it stays until it is put away or the next one comes. */
export function Refusal(props: { name: string; onClose: () => void; children: ReactNode }): ReactNode {
  const { close } = useText().common;
  return (
    <div className="mt-5 flex items-start gap-3 rounded-card border-hair border-edge bg-raised py-[14px] ps-4 pe-2 [&>svg]:mt-[3px] [&>svg]:flex-none">
      <Glyph name="problem" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="text-small text-ink-2">{props.name}</p>
        {props.children}
      </div>
      <IconButton label={close} icon={X} iconSize={22} onClick={props.onClose} />
    </div>
  );
}

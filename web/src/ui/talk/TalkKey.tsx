import { Mic, MicOff } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useShallow } from "zustand/react/shallow";
import { useTalk, useText } from "../services.ts";
import { talkKeyOf } from "./talk-key.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";

type Variant = "large" | "bar" | "quiet";

const KEY =
  "talk-key relative grid size-[var(--size,88px)] flex-none place-items-center rounded-full transition-[background] select-none touch-none [-webkit-touch-callout:none] forced-colors:border-2 forced-colors:border-[ButtonText] before:pointer-events-none before:absolute before:rounded-full before:transition-[border-color] before:duration-light before:ease-light before:content-['']";
const VARIANTS: Record<Variant, string> = {
  large: "before:-inset-[9px] before:border-4 focus-visible:outline-offset-[11px] [&>svg]:size-[36%]",
  bar: "[--size:60px] before:-inset-[6px] before:border-3 focus-visible:outline-offset-[7px] [&>svg]:size-[36%]",
  quiet: "[--size:48px] before:inset-0 before:border-2 [&>svg]:size-6",
};
const RINGS = {
  none: "before:border-transparent",
  seiji: "before:border-seiji",
  oki: "before:border-oki before:border-2",
} as const;
const SOLID = "bg-ink text-on-ink active:bg-ink/88";
const OUTLINED = "bg-raised text-ink shadow-[inset_0_0_0_2px_var(--ink)] active:bg-sunk";
const QUIET = "text-ink-2 active:bg-sunk";

/** The one act. Round means voice. */
export function TalkKey({
  press,
  variant = "large",
}: {
  press: TalkKeyPress;
  /** `bar`: on other pages. `quiet`: beside the field while typing. */
  variant?: Variant;
}): ReactNode {
  const text = useText();
  const key = useTalk(useShallow(talkKeyOf));
  const open = useTalk((state) => state.microphoneOpen);
  // A key that is taken away under the finger is never lifted.
  useEffect(() => press.cancel, [press]);
  return (
    <button
      type="button"
      className={`${KEY} ${VARIANTS[variant]} ${RINGS[key.ring]} ${variant === "quiet" ? QUIET : key.solid ? SOLID : OUTLINED}`}
      data-variant={variant}
      data-solid={key.solid}
      data-ring={key.ring}
      aria-label={text.talkKey[key.name]}
      aria-pressed={open}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        press.down();
      }}
      onPointerUp={press.up}
      onPointerCancel={press.cancel}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // A pointer has said all in down and up; a click of no pointer is a switch or a screen reader.
        if (event.detail === 0) press.tap();
      }}
      onKeyDown={(event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        if (!event.repeat) press.down();
      }}
      onKeyUp={(event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        press.up();
      }}
      onBlur={press.cancel}
    >
      {key.face === "stop" ? (
        <span className="size-[23%] rounded-bar bg-current forced-colors:bg-[ButtonText]" />
      ) : key.face === "struck" ? (
        <MicOff strokeWidth={1.6} />
      ) : (
        <Mic strokeWidth={1.6} />
      )}
    </button>
  );
}

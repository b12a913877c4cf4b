import { Mic, MicOff } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useShallow } from "zustand/react/shallow";
import { useTalk, useText } from "../services.ts";
import { talkKeyOf } from "./talk-key.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";
import "./talk-key.css";

/** The one act. Round means voice. */
export function TalkKey({
  press,
  variant = "large",
}: {
  press: TalkKeyPress;
  /** `bar`: on other pages. `quiet`: beside the field while typing. */
  variant?: "large" | "bar" | "quiet";
}): ReactNode {
  const text = useText();
  const key = useTalk(useShallow(talkKeyOf));
  const open = useTalk((state) => state.microphoneOpen);
  // A key that is taken away under the finger is never lifted.
  useEffect(() => press.cancel, [press]);
  return (
    <button
      type="button"
      className="talk-key"
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
        <span className="talk-key-stop" />
      ) : key.face === "struck" ? (
        <MicOff strokeWidth={1.6} />
      ) : (
        <Mic strokeWidth={1.6} />
      )}
    </button>
  );
}

import { type ReactNode, useEffect, useState } from "react";
import { useText } from "../services.ts";
import "./undo.css";

const SHOWN_MS = 8_000;

/** What was done, and the way back. Stays while it has the focus. */
export function UndoBar(props: { sentence: string; onUndo: () => void; onEnd: () => void }): ReactNode {
  const text = useText();
  const { onEnd } = props;
  const [held, setHeld] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time runs from the moment it is shown or let go
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onEnd, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <div className="undo" role="status" onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <span>{props.sentence}</span>
      <button type="button" className="undo-key" onClick={props.onUndo}>
        {text.common.undo}
      </button>
    </div>
  );
}

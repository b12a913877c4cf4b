import { Delete } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useText } from "../services.ts";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const MOST = 12;

/** Four to twelve digits. Physical keys work too. */
export function Keypad({ onEnter, refused }: { onEnter: (digits: string) => void; refused: string | null }): ReactNode {
  const text = useText().kiosk.pad;
  const [digits, setDigits] = useState("");
  const add = (digit: string): void => setDigits((before) => (before + digit).slice(0, MOST));
  const enter = (): void => {
    if (digits.length < 4) return;
    onEnter(digits);
    setDigits("");
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of a keyboard stand for the buttons inside
    <div
      className="kiosk-keypad"
      onKeyDown={(event) => {
        if (/^\d$/.test(event.key)) add(event.key);
        else if (event.key === "Backspace") setDigits((before) => before.slice(0, -1));
        else if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.tagName !== "BUTTON")
          enter();
      }}
    >
      <p className="kiosk-digits">
        <span aria-hidden="true">{digits === "" ? "–" : "•".repeat(digits.length)}</span>
        <span className="unseen" role="status">
          {text.entered(digits.length)}
        </span>
      </p>
      <p className="kiosk-refused" role="alert">
        {refused}
      </p>
      <div className="kiosk-keypad-keys">
        {DIGITS.map((digit) => (
          <button type="button" key={digit} onClick={() => add(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" aria-label={text.erase} onClick={() => setDigits((before) => before.slice(0, -1))}>
          <Delete strokeWidth={1.6} aria-hidden="true" />
        </button>
        <button type="button" onClick={() => add("0")}>
          0
        </button>
        <button type="button" className="kiosk-ok" aria-disabled={digits.length < 4} onClick={enter}>
          {text.ok}
        </button>
      </div>
    </div>
  );
}

import { Delete } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useText } from "../services.ts";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const MOST = 12;

const FACE = "grid min-h-[max(72px,84*var(--k))] place-items-center rounded-control border-hair";
const KEY = `${FACE} border-edge bg-raised text-[max(20px,34*var(--k))] tabular-nums active:bg-sunk`;
const ENTER = `${FACE} border-ink bg-ink text-[max(18px,28*var(--k))] font-semibold text-on-ink aria-disabled:border-line aria-disabled:bg-raised aria-disabled:text-ink-3`;

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
      className="flex w-[max(300px,460*var(--k))] flex-col gap-3 short:contents"
      onKeyDown={(event) => {
        if (/^\d$/.test(event.key)) add(event.key);
        else if (event.key === "Backspace") setDigits((before) => before.slice(0, -1));
        else if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.tagName !== "BUTTON")
          enter();
      }}
    >
      <p className="min-h-16 text-center text-[calc(44*var(--k))] leading-[1.4] tracking-[0.2em]">
        <span aria-hidden="true">{digits === "" ? "–" : "•".repeat(digits.length)}</span>
        <span className="unseen" role="status">
          {text.entered(digits.length)}
        </span>
      </p>
      <p className="min-h-[1.4em] text-center leading-[1.4] text-shu-text" role="alert">
        {refused}
      </p>
      <div className="grid grid-cols-3 gap-3 short:col-start-2 short:row-span-4 short:row-start-1">
        {DIGITS.map((digit) => (
          <button type="button" key={digit} className={KEY} onClick={() => add(digit)}>
            {digit}
          </button>
        ))}
        <button
          type="button"
          className={KEY}
          aria-label={text.erase}
          onClick={() => setDigits((before) => before.slice(0, -1))}
        >
          <Delete className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
        </button>
        <button type="button" className={KEY} onClick={() => add("0")}>
          0
        </button>
        <button type="button" className={ENTER} aria-disabled={digits.length < 4} onClick={enter}>
          {text.ok}
        </button>
      </div>
    </div>
  );
}

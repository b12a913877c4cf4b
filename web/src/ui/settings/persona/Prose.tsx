import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "../../parts/Button.tsx";
import { useDraft } from "./use-draft.ts";

/** Several lines of words, taken when the field is left, with what others write there to begin from. */
export function Prose(props: {
  label: string;
  note?: string;
  value: string;
  most: number;
  rows: number;
  choices?: readonly string[];
  /** @returns what is wrong, or nothing */
  onWrite: (text: string) => string;
}): ReactNode {
  const id = useId();
  const { words, setWords, error, leave } = useDraft(props.value, props.onWrite);
  const below = error !== "" ? error : props.note;
  return (
    <div className="flex flex-col gap-2">
      <label className="font-semibold" htmlFor={id}>
        {props.label}
      </label>
      <textarea
        id={id}
        className="block w-full resize-y rounded-control border-hair border-edge bg-raised px-4 py-3 text-body focus-visible:outline-2 focus-visible:-outline-offset-2"
        rows={props.rows}
        maxLength={props.most}
        value={words}
        aria-invalid={error !== ""}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        onChange={(event) => setWords(event.target.value)}
        onBlur={leave}
      />
      {below !== undefined && (
        <p
          id={`${id}-below`}
          role={error === "" ? undefined : "alert"}
          className={`flex items-center gap-2 text-small ${error === "" ? "text-ink-2" : "text-shu-text"}`}
        >
          {error !== "" && <CircleAlert size={18} strokeWidth={1.75} aria-hidden="true" />}
          {below}
        </p>
      )}
      {props.choices !== undefined && (
        <div className="flex flex-wrap gap-2">
          {props.choices.map((choice) => (
            <Button key={choice} size="small" aria-pressed={words === choice} onClick={() => props.onWrite(choice)}>
              {choice}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

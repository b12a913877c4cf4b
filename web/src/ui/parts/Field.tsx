import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

/** Of a field without a label of its own; with `h-12` for one line. */
export const FIELD_LOOK =
  "block w-full min-w-0 rounded-control border-hair border-edge bg-raised px-4 text-body focus-visible:outline-2 focus-visible:-outline-offset-2 disabled:border-line disabled:text-ink-3";

/** One line of words under its label, with what is wrong with them below. */
export function Field({
  label,
  note,
  error,
  ...rest
}: { label: string; note?: string; error?: string | undefined } & ComponentProps<"input">): ReactNode {
  const id = useId();
  const isWrong = error !== undefined && error !== "";
  return (
    <div className="flex flex-col gap-2">
      <label className="font-semibold" htmlFor={id}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className={`${FIELD_LOOK} h-12`}
        aria-invalid={isWrong}
        aria-describedby={isWrong || note !== undefined ? `${id}-below` : undefined}
      />
      {isWrong ? (
        <p id={`${id}-below`} className="flex items-center gap-2 text-small text-shu-text" role="alert">
          <CircleAlert size={18} strokeWidth={1.75} aria-hidden="true" />
          {error}
        </p>
      ) : (
        note !== undefined && (
          <p id={`${id}-below`} className="text-small text-ink-2">
            {note}
          </p>
        )
      )}
    </div>
  );
}

/** Several lines of words under their label. */
export function Area({ label, ...rest }: { label: string } & ComponentProps<"textarea">): ReactNode {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <label className="font-semibold" htmlFor={id}>
        {label}
      </label>
      <textarea {...rest} id={id} className={`${FIELD_LOOK} resize-y py-3 leading-[1.6]`} />
    </div>
  );
}

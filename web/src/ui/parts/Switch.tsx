import * as Radix from "radix-ui/switch";
import type { ReactNode } from "react";

/** On or off, at once. */
export function Switch(props: {
  label: string;
  note?: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}): ReactNode {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a button, which a label may name
    <label className="flex min-h-14 shrink-0 cursor-pointer items-center justify-between gap-5 py-2 kiosk:min-h-18">
      <span className="flex min-w-0 flex-col wrap-anywhere">
        {props.label}
        {props.note !== undefined && <span className="text-small text-ink-2">{props.note}</span>}
      </span>
      <Radix.Root
        className="relative h-8 w-13 flex-none rounded-full border-hair border-edge bg-raised transition-colors data-[state=checked]:border-ink data-[state=checked]:bg-ink forced-colors:data-[state=checked]:bg-[Highlight]"
        checked={props.on}
        disabled={props.disabled}
        onCheckedChange={props.onChange}
      >
        <Radix.Thumb className="absolute inset-y-0 start-[5px] my-auto block size-5 rounded-full bg-edge transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-on-ink forced-colors:bg-[ButtonText] forced-colors:data-[state=checked]:bg-[HighlightText]" />
      </Radix.Root>
    </label>
  );
}

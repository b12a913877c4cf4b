import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Done or chosen, with its words; the whole line is the target. */
export function Checkbox(props: {
  /** Drawn beside the box; its text is the name. */
  children: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): ReactNode {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a button, which a label may name
    <label className="flex min-h-11 min-w-0 flex-1 cursor-pointer items-center gap-3 kiosk:min-h-18">
      <Radix.Root
        className="grid size-6 flex-none place-items-center rounded-bar border-hair border-edge bg-raised data-[state=checked]:border-ink data-[state=checked]:bg-ink"
        checked={props.checked}
        onCheckedChange={(checked) => props.onChange(checked === true)}
      >
        <Radix.Indicator className="text-on-ink">
          <Check size={18} strokeWidth={2.25} aria-hidden="true" />
        </Radix.Indicator>
      </Radix.Root>
      {props.children}
    </label>
  );
}

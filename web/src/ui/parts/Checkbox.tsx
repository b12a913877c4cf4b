import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Done or chosen; what it is about stands beside it. */
export function Checkbox(props: { label: string; checked: boolean; onChange: (checked: boolean) => void }): ReactNode {
  return (
    <Radix.Root
      aria-label={props.label}
      className="group -ms-[11px] grid h-12 w-11 flex-none place-items-center kiosk:size-18"
      checked={props.checked}
      onCheckedChange={(checked) => props.onChange(checked === true)}
    >
      <span className="grid size-[22px] place-items-center rounded-bar border-2 border-edge bg-raised group-data-[state=checked]:border-ink group-data-[state=checked]:bg-ink">
        <Radix.Indicator className="text-on-ink">
          <Check size={16} strokeWidth={2.5} aria-hidden="true" />
        </Radix.Indicator>
      </span>
    </Radix.Root>
  );
}

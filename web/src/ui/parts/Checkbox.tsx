import { Check } from "lucide-react";
import * as Radix from "radix-ui/checkbox";
import type { ReactNode } from "react";

interface Props {
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Done or chosen: with its words beside it, or named where they stand elsewhere. */
export function Checkbox(props: Props & ({ children: ReactNode } | { label: string })): ReactNode {
  if ("label" in props) return <Box {...props} />;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a button, which a label may name
    <label className="flex min-w-0 flex-1 cursor-pointer items-center kiosk:min-h-18">
      <Box checked={props.checked} onChange={props.onChange} />
      {props.children}
    </label>
  );
}

function Box(props: Props & { label?: string }): ReactNode {
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

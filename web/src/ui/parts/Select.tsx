import { Check, ChevronDown } from "lucide-react";
import * as Radix from "radix-ui/select";
import type { ReactNode } from "react";
import type { Choice } from "./Segmented.tsx";

/** One of many, out of sight until asked for. */
export function Select<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  disabled?: boolean;
  onChange: (value: Value) => void;
}): ReactNode {
  return (
    <Radix.Root
      value={props.value}
      disabled={props.disabled ?? false}
      onValueChange={(value) => {
        const choice = props.choices.find((candidate) => candidate.value === value);
        if (choice !== undefined) props.onChange(choice.value);
      }}
    >
      <Radix.Trigger
        aria-label={props.label}
        className="flex min-h-12 w-full min-w-0 items-center justify-between gap-3 rounded-control border-hair border-edge bg-raised px-4 text-start active:bg-sunk disabled:border-line disabled:text-ink-3 kiosk:min-h-18"
      >
        <span className="truncate" lang={props.choices.find(({ value }) => value === props.value)?.lang}>
          <Radix.Value />
        </span>
        <Radix.Icon>
          <ChevronDown size={20} strokeWidth={1.75} aria-hidden="true" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={12}
          className="z-alarm max-h-(--radix-select-content-available-height) w-(--radix-select-trigger-width) overflow-hidden rounded-control border-hair border-edge bg-raised shadow-dialog"
        >
          <Radix.Viewport className="p-1">
            {props.choices.map((choice) => (
              <Radix.Item
                key={choice.value}
                value={choice.value}
                lang={choice.lang}
                className="flex min-h-11 cursor-pointer items-center justify-between gap-3 rounded-segment px-3 py-1 outline-none data-highlighted:bg-ink data-highlighted:text-on-ink forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:-outline-offset-2 kiosk:min-h-18"
              >
                <Radix.ItemText>{choice.label}</Radix.ItemText>
                <Radix.ItemIndicator>
                  <Check size={18} strokeWidth={2} aria-hidden="true" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

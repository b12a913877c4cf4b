import * as Radix from "radix-ui/slider";
import type { ReactNode } from "react";

/** A value on a line, by drag or by arrow keys. */
export function Slider(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value as a person says it, such as `80 %`. */
  valueText: string;
  onChange: (value: number) => void;
}): ReactNode {
  return (
    <div className="flex items-center gap-4">
      <Radix.Root
        className="relative flex h-11 flex-1 touch-none items-center select-none kiosk:h-18"
        min={props.min}
        max={props.max}
        step={props.step}
        value={[props.value]}
        onValueChange={([value]) => {
          if (value !== undefined) props.onChange(value);
        }}
      >
        <Radix.Track className="relative h-1 flex-1 rounded-bar bg-edge forced-colors:bg-[GrayText]">
          <Radix.Range className="absolute h-full rounded-bar bg-ink forced-colors:bg-[Highlight]" />
        </Radix.Track>
        <Radix.Thumb
          aria-label={props.label}
          aria-valuetext={props.valueText}
          className="relative block size-6 rounded-full bg-ink after:absolute after:-inset-[10px] after:content-[''] forced-colors:bg-[ButtonText]"
        />
      </Radix.Root>
      <output className="figures min-w-14 text-end text-ink-2">{props.valueText}</output>
    </div>
  );
}

import * as Progress from "radix-ui/progress";
import type { ReactNode } from "react";

/** @param props.share 0 to 1; null while nobody knows how much there is */
export function ProgressBar(props: { label: string; share: number | null; className?: string }): ReactNode {
  const { label, share, className = "" } = props;
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <Progress.Root
      aria-label={label}
      value={percent}
      className={`h-1 flex-none overflow-hidden rounded-bar bg-line forced-colors:bg-[GrayText] ${className}`}
    >
      <Progress.Indicator
        className="block h-full rounded-bar bg-ink forced-colors:bg-[Highlight]"
        style={{ inlineSize: `${percent ?? 0}%` }}
      />
    </Progress.Root>
  );
}

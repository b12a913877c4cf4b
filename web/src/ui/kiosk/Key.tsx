import type { ComponentProps, ReactNode } from "react";

const LOOKS = {
  plain: "border-edge bg-raised text-ink active:bg-sunk",
  primary: "border-ink bg-ink text-on-ink",
} as const;

/** A key for a finger at arm's length: 72 px at least. */
export function Key({ look = "plain", ...props }: ComponentProps<"button"> & { look?: keyof typeof LOOKS }): ReactNode {
  return (
    <button
      type="button"
      {...props}
      className={`inline-flex min-h-(--touch) min-w-(--touch) flex-none items-center justify-center gap-4.5 rounded-control border-hair px-8.5 portrait:px-6 max-medium:flex-1 max-medium:px-4 text-body leading-[1.3] font-semibold ${LOOKS[look]}`}
    />
  );
}

import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

interface Look {
  /** One primary a view; quiet for what is beside the point. */
  kind?: "primary" | "secondary" | "quiet" | undefined;
  /** 44, 48 and 56 px high. */
  size?: "small" | "usual" | "large" | undefined;
  /** `remove` for what takes something away. */
  tone?: "remove" | undefined;
}

const BASE =
  "inline-flex items-center justify-center gap-[10px] border-hair py-[10px] text-body leading-[1.4] font-semibold text-center no-underline disabled:border-line disabled:bg-sunk disabled:text-ink-3";
const KINDS = {
  primary: "border-transparent bg-ink text-on-ink active:bg-ink/88",
  secondary: "border-edge bg-raised active:bg-sunk",
  quiet: "border-transparent active:bg-sunk",
} as const;
const SIZES = {
  small: "min-h-11 px-4 rounded-control",
  usual: "min-h-12 px-5 rounded-control",
  large: "min-h-14 px-6 rounded-card",
} as const;

/** The classes of a button, for a link that looks like one. */
export function buttonLook({ kind = "secondary", size = "usual", tone }: Look): string {
  const ink =
    kind === "primary"
      ? ""
      : tone === "remove"
        ? "text-shu-text"
        : kind === "quiet"
          ? "text-ink-2 hover:text-ink"
          : "text-ink";
  return `${BASE} ${KINDS[kind]} ${SIZES[size]} ${ink}`;
}

/** Does something, and says what in words. */
export function Button({
  kind,
  size,
  tone,
  icon: Icon,
  className = "",
  children,
  ...rest
}: Look & { icon?: LucideIcon } & ComponentProps<"button">): ReactNode {
  return (
    <button type="button" {...rest} className={`${buttonLook({ kind, size, tone })} ${className}`}>
      {Icon !== undefined && <Icon size={20} strokeWidth={1.75} aria-hidden="true" />}
      {children}
    </button>
  );
}

/** Only for close, back, play, more, search and clear: an icon does not explain anything else. */
export function IconButton({
  label,
  icon: Icon,
  iconSize = 24,
  className = "",
  ...rest
}: { label: string; icon: LucideIcon; iconSize?: number } & ComponentProps<"button">): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={`grid size-11 flex-none place-items-center rounded-control text-ink-2 hover:text-ink active:bg-sunk disabled:text-ink-3 kiosk:size-18 ${className}`}
    >
      <Icon size={iconSize} strokeWidth={1.6} aria-hidden="true" />
    </button>
  );
}

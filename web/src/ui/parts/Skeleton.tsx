import type { ReactNode } from "react";

/**
 * What stands in the place of words until they are there.
 * @param share of the line, percent
 */
export function Skeleton(props: { share?: number; small?: boolean; className?: string }): ReactNode {
  const { share, small = false, className = "" } = props;
  return (
    <span
      className={`my-1 block rounded-[6px] bg-sunk ${small ? "h-3 w-[28%]" : "h-[18px]"} ${className}`}
      style={share === undefined ? undefined : { inlineSize: `${share}%` }}
    />
  );
}

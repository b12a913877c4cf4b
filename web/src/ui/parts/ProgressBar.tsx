import type { ReactNode } from "react";
import "./progress-bar.css";

/** @param share 0 to 1; null while nobody knows how much there is */
export function ProgressBar({ label, share }: { label: string; share: number | null }): ReactNode {
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      className="progress-bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { "aria-valuenow": percent })}
    >
      <span style={{ inlineSize: `${percent ?? 0}%` }} />
    </div>
  );
}

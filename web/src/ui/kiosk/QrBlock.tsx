import { type ReactNode, useMemo } from "react";
import { encode } from "uqr";

/** Four modules (ISO/IEC 18004, section 9.1). */
const QUIET_ZONE = 4;

/** Dark on white in every theme: cameras know nothing else for sure. */
export function QrBlock({ text, label }: { text: string; label: string }): ReactNode {
  const { path, size } = useMemo(() => {
    const { data, size } = encode(text, { border: QUIET_ZONE, ecc: "M" });
    const rows = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { path: rows.join(""), size };
  }, [text]);
  return (
    <svg
      className="size-(--qr) flex-none rounded-card border-hair border-line bg-white"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#19201b" />
    </svg>
  );
}

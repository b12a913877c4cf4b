import { type ReactNode, useEffect, useState } from "react";
import { Skeleton } from "../parts/Skeleton.tsx";
import { useText } from "../services.ts";

const SHARES = [72, 54, 66, 48] as const;
const SHOW_AFTER_MS = 200;
const SAY_AFTER_MS = 5_000;

/** The outlines of rows while the record is read: nothing at first, and a sentence when it takes long. */
export function ListOutline(): ReactNode {
  const { record } = useText();
  const [stage, setStage] = useState<"nothing" | "outline" | "sentence">("nothing");
  useEffect(() => {
    const timers = [
      setTimeout(() => setStage("outline"), SHOW_AFTER_MS),
      setTimeout(() => setStage("sentence"), SAY_AFTER_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  if (stage === "nothing") return null;
  return (
    <div role="status" aria-busy="true">
      {stage === "sentence" && <p className="py-3 text-ink-2">{record.waiting}</p>}
      {SHARES.map((share) => (
        <div key={share} className="flex gap-5 border-b-hair border-line py-[14px]" aria-hidden="true">
          <Skeleton className="w-[2.75em] flex-none" />
          <span className="flex-1">
            <Skeleton share={share} />
            <Skeleton share={share + 20} />
          </span>
        </div>
      ))}
    </div>
  );
}

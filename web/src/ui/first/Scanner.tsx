import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { useText } from "../services.ts";
import { findCodes } from "./find-codes.ts";

/** The camera's picture until it shows a code. Nothing of it leaves the page or is kept. */
export function Scanner(props: { onCode: (text: string) => void; onFailed: () => void }): ReactNode {
  const words = useText().first.pairing;
  const video = useRef<HTMLVideoElement>(null);
  const found = useEffectEvent(props.onCode);
  const failed = useEffectEvent(props.onFailed);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    const abort = new AbortController();
    findCodes(element, abort.signal).then(
      (code) => found(code),
      () => {
        if (!abort.signal.aborted) failed();
      },
    );
    return () => abort.abort();
  }, []);
  return (
    <div>
      <video
        className="max-h-60 w-full rounded-control bg-sunk object-cover"
        ref={video}
        muted
        playsInline
        aria-label={words.view}
      />
      <p className="mt-2 text-small text-ink-2" role="status">
        {words.aim}
      </p>
    </div>
  );
}

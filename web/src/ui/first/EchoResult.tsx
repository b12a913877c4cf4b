import { CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import type { EchoOutcome } from "../../session/sound-desk.ts";
import { useText } from "../services.ts";

/** What came back over what was said, as a picture and in words. */
export function EchoResult({ running, outcome }: { running: boolean; outcome: EchoOutcome | null }): ReactNode {
  const words = useText().first.echo;
  const measured = outcome?.kind === "measured" ? outcome : null;
  const said =
    outcome === null
      ? null
      : outcome.kind === "measured"
        ? words.results[outcome.duplex]
        : outcome.kind === "disturbed"
          ? words.disturbed
          : words.failed;
  const Icon = measured === null ? CircleAlert : CircleCheck;
  return (
    <div className="flex min-h-[190px] flex-col gap-3 rounded-card border-hair border-line bg-raised px-5 py-[18px]">
      {running && (
        // Not told: it is being said.
        <>
          <p>{words.sentence}</p>
          <p className="text-ink-2">{words.saying}</p>
        </>
      )}
      <div className="flex flex-col gap-3" role="status">
        {said !== null && (
          <>
            <p className="flex items-center gap-3 font-semibold [&>svg]:text-ink-2">
              <Icon size={26} strokeWidth={1.6} aria-hidden="true" />
              {said.title}
            </p>
            {measured !== null && (
              <div className="flex h-12 items-center gap-[2px]" role="img" aria-label={words.picture}>
                {measured.said.map((height, at) => (
                  <span
                    className="flex min-h-[3px] flex-1 items-center rounded-[2px] bg-lamp forced-color-adjust-none"
                    // biome-ignore lint/suspicious/noArrayIndexKey: a place in the sound is a key
                    key={at}
                    style={{ blockSize: `${Math.max(6, height * 100)}%` }}
                  >
                    <span
                      className="w-full rounded-[2px] bg-ink"
                      style={{
                        blockSize: `${height === 0 ? 0 : Math.min(100, (100 * (measured.returned[at] ?? 0)) / height)}%`,
                      }}
                    />
                  </span>
                ))}
              </div>
            )}
            <p className="text-ink-2">{said.body}</p>
            {measured?.byTune === true && <p className="text-ink-2">{words.tune}</p>}
          </>
        )}
      </div>
    </div>
  );
}

import { CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import type { EchoOutcome } from "../../session/sound-desk.ts";
import { useText } from "../services.ts";
import "./echo-result.css";

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
    <div className="echo-card" role="status">
      {running && (
        <>
          <p className="echo-sentence">{words.sentence}</p>
          <p className="echo-body">{words.saying}</p>
        </>
      )}
      {said !== null && (
        <>
          <p className="echo-title">
            <Icon size={26} strokeWidth={1.6} aria-hidden="true" />
            {said.title}
          </p>
          {measured !== null && (
            <div className="echo-bars" role="img" aria-label={words.picture}>
              {measured.said.map((height, at) => (
                // A place in the sound is a key.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <span className="echo-bar" key={at} style={{ blockSize: `${Math.max(6, height * 100)}%` }}>
                  <span
                    className="echo-back"
                    style={{
                      blockSize: `${height === 0 ? 0 : Math.min(100, (100 * (measured.returned[at] ?? 0)) / height)}%`,
                    }}
                  />
                </span>
              ))}
            </div>
          )}
          <p className="echo-body">{said.body}</p>
          {measured?.byTune === true && <p className="echo-body">{words.tune}</p>}
        </>
      )}
    </div>
  );
}

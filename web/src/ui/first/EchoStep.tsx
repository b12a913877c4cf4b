import type { ReactNode } from "react";
import { useEffect, useEffectEvent } from "react";
import type { Phase } from "../../session/talk.ts";
import { useText } from "../services.ts";
import { EchoResult } from "./EchoResult.tsx";
import type { StepProps } from "./step-props.ts";
import { useEchoTest } from "./use-echo-test.ts";

/** The character says a sentence, and the page hears how much of it comes back. */
export function EchoStep(props: StepProps & { onPhase: (phase: Phase | null) => void }): ReactNode {
  const { heading, dots, onDone, onPhase } = props;
  const words = useText().first.echo;
  const { running, outcome, begin } = useEchoTest();
  const start = useEffectEvent(begin);
  useEffect(() => start(), []);
  const tell = useEffectEvent(onPhase);
  useEffect(() => {
    tell(running ? "speaking" : "listening");
    return () => tell(null);
  }, [running]);
  return (
    <>
      <div className="first-words">
        <h1 className="first-title" ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <EchoResult running={running} outcome={outcome} />
      </div>
      {dots}
      <div className="first-keys">
        <button type="button" className="button" data-kind="primary" data-size="large" onClick={onDone}>
          {outcome === null ? words.skip : words.begin}
        </button>
        {!running && (
          <button type="button" className="button" data-kind="quiet" onClick={begin}>
            {words.repeat}
          </button>
        )}
      </div>
    </>
  );
}

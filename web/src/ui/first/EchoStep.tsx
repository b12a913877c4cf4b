import type { ReactNode } from "react";
import { useEffect, useEffectEvent } from "react";
import type { Phase } from "../../session/talk.ts";
import { Button } from "../parts/Button.tsx";
import { useText } from "../services.ts";
import { EchoResult } from "./EchoResult.tsx";
import { StepBody } from "./StepBody.tsx";
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
    <StepBody
      heading={heading}
      title={words.title}
      dots={dots}
      keys={
        <>
          <Button kind="primary" size="large" data-forward onClick={onDone}>
            {outcome === null ? words.skip : words.begin}
          </Button>
          {!running && (
            <Button kind="quiet" onClick={begin}>
              {words.repeat}
            </Button>
          )}
        </>
      }
    >
      <EchoResult running={running} outcome={outcome} />
    </StepBody>
  );
}

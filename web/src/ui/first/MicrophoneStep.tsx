import { Keyboard } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useState } from "react";
import { Button, buttonLook } from "../parts/Button.tsx";
import { useServices, useTalk, useText } from "../services.ts";
import { ProblemSteps } from "../talk/ProblemSteps.tsx";
import { describeProblem } from "../talk/problems.ts";
import { surroundings } from "../talk/surroundings.ts";
import { StepBody } from "./StepBody.tsx";
import type { StepProps } from "./step-props.ts";
import { microphoneProblem } from "./steps.ts";

/** The reason first, then the browser's own question; what stands in the way is said with the steps for this browser. */
export function MicrophoneStep({ heading, dots, onDone, onType }: StepProps & { onType: () => void }): ReactNode {
  const text = useText();
  const words = text.first.microphone;
  const { sound } = useServices();
  const around = useMemo(surroundings, []);
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(false);
  const problemId = useTalk((state) => microphoneProblem(state.notices));
  const open = useTalk((state) => state.microphoneOpen);
  const problem = problemId === null || asking ? null : describeProblem(problemId, text, around);

  const ask = (): void => {
    setAsking(true);
    const answered = (): void => {
      setAsking(false);
      setAsked(true);
    };
    sound.ask().then(answered, answered);
  };
  const goOn = useEffectEvent(onDone);
  const allowed = open || (asked && problemId === null);
  useEffect(() => {
    if (allowed) goOn();
  }, [allowed]);

  return (
    <StepBody
      heading={heading}
      title={problem === null ? words.title : problem.title}
      dots={dots}
      keys={
        <>
          {problem?.primary.act === "https" ? (
            <a className={buttonLook({ kind: "primary", size: "large" })} href={around.secureAddress}>
              {problem.primary.label}
            </a>
          ) : (
            problem?.primary.act !== "type" && (
              <Button kind="primary" size="large" data-forward disabled={asking} onClick={ask}>
                {asking ? words.asking : problem === null ? words.ask : problem.primary.label}
              </Button>
            )
          )}
          <Button kind="quiet" data-skip onClick={onType}>
            {words.later}
          </Button>
        </>
      }
    >
      <div role="status">
        <p className="text-ink-2">{problem === null ? words.body : problem.body}</p>
        {problem !== null && <ProblemSteps steps={problem.steps} />}
      </div>
      <p className="flex items-center gap-[10px] text-ink-2">
        <Keyboard size={22} strokeWidth={1.6} aria-hidden="true" />
        {words.typing}
      </p>
    </StepBody>
  );
}

import { Keyboard } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useState } from "react";
import { useServices, useTalk, useText } from "../services.ts";
import { ProblemSteps } from "../talk/ProblemSteps.tsx";
import { describeProblem } from "../talk/problems.ts";
import { surroundings } from "../talk/surroundings.ts";
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
    <>
      <div className="first-words">
        <h1 className="first-title" ref={heading} tabIndex={-1}>
          {problem === null ? words.title : problem.title}
        </h1>
        <div role="status">
          <p className="first-body">{problem === null ? words.body : problem.body}</p>
          {problem !== null && <ProblemSteps steps={problem.steps} />}
        </div>
        <p className="first-aside">
          <Keyboard size={22} strokeWidth={1.6} aria-hidden="true" />
          {words.typing}
        </p>
      </div>
      {dots}
      <div className="first-keys">
        {problem?.primary.act === "https" ? (
          <a className="button" data-kind="primary" data-size="large" href={around.secureAddress}>
            {problem.primary.label}
          </a>
        ) : (
          problem?.primary.act !== "type" && (
            <button
              type="button"
              className="button"
              data-kind="primary"
              data-size="large"
              disabled={asking}
              onClick={ask}
            >
              {asking ? words.asking : problem === null ? words.ask : problem.primary.label}
            </button>
          )
        )}
        <button type="button" className="button" data-kind="quiet" onClick={onType}>
          {words.later}
        </button>
      </div>
    </>
  );
}

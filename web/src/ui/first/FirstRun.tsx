import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Phase } from "../../session/talk.ts";
import { useServices, useTalk, useText } from "../services.ts";
import { EchoStep } from "./EchoStep.tsx";
import { LanguageStep } from "./LanguageStep.tsx";
import { MicrophoneStep } from "./MicrophoneStep.tsx";
import { PairingStep } from "./PairingStep.tsx";
import { asksForPairing, type Step, stepAfter, stepsWith } from "./steps.ts";
import "../parts/button.css";
import "./first-run.css";

/** The first steps: language, pairing where the relay asks for it, microphone, echo. Each can be passed over. */
export function FirstRun(props: { onPhase: (phase: Phase | null) => void; onType: () => void }): ReactNode {
  const { onPhase, onType } = props;
  const text = useText();
  const { actions } = useServices();
  const asked = useTalk(asksForPairing);
  const [pairing, setPairing] = useState(asked);
  if (asked && !pairing) setPairing(true);
  const steps = stepsWith(pairing);
  const [step, setStep] = useState<Step>("language");
  const heading = useRef<HTMLHeadingElement>(null);

  const finish = useCallback(() => {
    onPhase(null);
    actions.settings({ welcomed: true });
  }, [actions, onPhase]);
  const next = (): void => {
    const after = stepAfter(step, steps);
    if (after === null) finish();
    else setStep(after);
  };
  const type = (): void => {
    finish();
    onType();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever reads by ear is led to the new step
  useEffect(() => heading.current?.focus(), [step]);

  const at = steps.indexOf(step);
  return (
    <section className="first-run" aria-label={text.first.steps(at + 1, steps.length)}>
      <div className="first-step" key={step}>
        {step === "language" && <LanguageStep heading={heading} onDone={next} onSkip={type} dots={dots(at, steps)} />}
        {step === "pairing" && <PairingStep heading={heading} onDone={next} dots={dots(at, steps)} />}
        {step === "microphone" && (
          <MicrophoneStep heading={heading} onDone={next} onType={type} dots={dots(at, steps)} />
        )}
        {step === "echo" && <EchoStep heading={heading} onPhase={onPhase} onDone={next} dots={dots(at, steps)} />}
      </div>
    </section>
  );
}

/** Small windows: done, now, to come. The section's name says it in words. */
const dots = (at: number, steps: readonly Step[]): ReactNode => (
  <div className="step-dots" aria-hidden="true">
    {steps.map((step, index) => (
      <span key={step} className="step-dot" data-is={index < at ? "done" : index === at ? "now" : "to-come"} />
    ))}
  </div>
);

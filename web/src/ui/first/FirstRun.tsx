import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Phase } from "../../session/talk.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { EchoStep } from "./EchoStep.tsx";
import { LanguageStep } from "./LanguageStep.tsx";
import { MicrophoneStep } from "./MicrophoneStep.tsx";
import { PairingStep } from "./PairingStep.tsx";
import { asksForPairing, type Step, stepAfter, stepsWith } from "./steps.ts";

/** The first steps: language, pairing where the relay asks for it, microphone, echo. Each can be passed over. */
export function FirstRun(props: { onPhase: (phase: Phase | null) => void; onType: () => void }): ReactNode {
  const { onPhase, onType } = props;
  const text = useText();
  const { actions } = useServices();
  const asked = useTalk(asksForPairing);
  const [pairing, setPairing] = useState(asked);
  if (asked && !pairing) setPairing(true);
  const speaks = useSettings(({ audio, captions }) => audio && captions !== "only");
  const steps = stepsWith(pairing, speaks);
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
    <section
      data-first-run
      className="relative z-50 row-[state/dock-end] col-[words] flex min-h-0 overflow-y-auto"
      aria-label={text.first.steps(at + 1, steps.length)}
    >
      <div
        className="flex min-h-min min-w-0 flex-1 animate-fade flex-col pt-[14px] pb-[calc(20px+var(--safe-bottom))]"
        key={step}
      >
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
  <div className="mt-auto mb-[18px] flex justify-center gap-[14px] pt-[18px]" aria-hidden="true">
    {steps.map((step, index) => (
      <span
        key={step}
        className="size-3 rounded-full border-[1.5px] border-edge data-[is=done]:border-ink data-[is=done]:bg-ink data-[is=now]:border-lamp-text data-[is=now]:bg-lamp forced-colors:data-[is=done]:bg-[CanvasText] forced-colors:data-[is=now]:bg-[Highlight]"
        data-is={index < at ? "done" : index === at ? "now" : "to-come"}
      />
    ))}
  </div>
);

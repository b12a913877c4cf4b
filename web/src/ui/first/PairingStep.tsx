import { QrCode } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { useStore } from "zustand";
import { waitingText } from "../../session/pairing.ts";
import { Button } from "../parts/Button.tsx";
import { useServices, useTalk, useText } from "../services.ts";
import { CodeField } from "../talk/CodeField.tsx";
import { Scanner } from "./Scanner.tsx";
import { StepBody } from "./StepBody.tsx";
import type { StepProps } from "./step-props.ts";
import { asksForPairing } from "./steps.ts";

/** The code that the relay asks for: by the camera, or written. */
export function PairingStep({ heading, dots, onDone }: StepProps): ReactNode {
  const text = useText();
  const words = text.first.pairing;
  const { token } = text.problem;
  const { pairing } = useServices();
  const way = useStore(pairing.store);
  const asks = useTalk(asksForPairing);
  const connected = useTalk((state) => state.connection.state === "open");
  const [code, setCode] = useState(() => waitingText(way));
  const [scan, setScan] = useState<"no" | "yes" | "failed">("no");
  const canScan = navigator.mediaDevices !== undefined && scan !== "failed";
  const goOn = useEffectEvent(onDone);
  useEffect(() => {
    if (connected && !asks) goOn();
  }, [connected, asks]);
  return (
    <form
      className="flex min-h-min min-w-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void pairing.begin(code);
      }}
    >
      <StepBody
        heading={heading}
        title={words.title}
        dots={dots}
        keys={
          <>
            <Button type="submit" kind="primary" size="large" data-forward disabled={way.at === "asking"}>
              {way.at === "asking" ? token.busy : token.action}
            </Button>
            <Button kind="quiet" data-skip onClick={onDone}>
              {words.later}
            </Button>
          </>
        }
      >
        <p className="text-ink-2">{words.body}</p>
        {scan === "yes" && (
          <Scanner
            onCode={(found) => {
              setScan("no");
              void pairing.begin(found);
            }}
            onFailed={() => setScan("failed")}
          />
        )}
        {scan === "failed" && (
          <p className="text-ink-2" role="status">
            {words.noCamera}
          </p>
        )}
        {canScan && (
          <Button icon={QrCode} onClick={() => setScan(scan === "yes" ? "no" : "yes")}>
            {scan === "yes" ? words.stopScan : words.scan}
          </Button>
        )}
        <CodeField label={token.field} code={code} onChange={setCode} />
      </StepBody>
    </form>
  );
}

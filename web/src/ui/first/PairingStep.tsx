import { QrCode } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { useStore } from "zustand";
import { useServices, useTalk, useText } from "../services.ts";
import { CodeField } from "../talk/CodeField.tsx";
import { Scanner } from "./Scanner.tsx";
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
  const [code, setCode] = useState("");
  const [scan, setScan] = useState<"no" | "yes" | "failed">("no");
  const canScan = navigator.mediaDevices !== undefined && scan !== "failed";
  const goOn = useEffectEvent(onDone);
  useEffect(() => {
    if (connected && !asks) goOn();
  }, [connected, asks]);
  return (
    <form
      className="first-form"
      onSubmit={(event) => {
        event.preventDefault();
        void pairing.begin(code);
      }}
    >
      <div className="first-words">
        <h1 className="first-title" ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <p className="first-body">{words.body}</p>
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
          <p className="first-body" role="status">
            {words.noCamera}
          </p>
        )}
        {canScan && (
          <button
            type="button"
            className="button"
            data-kind="secondary"
            onClick={() => setScan(scan === "yes" ? "no" : "yes")}
          >
            <QrCode size={20} strokeWidth={1.75} aria-hidden="true" />
            {scan === "yes" ? words.stopScan : words.scan}
          </button>
        )}
        <CodeField label={token.field} code={code} onChange={setCode} />
      </div>
      {dots}
      <div className="first-keys">
        <button type="submit" className="button" data-kind="primary" data-size="large" disabled={way.at === "asking"}>
          {way.at === "asking" ? token.busy : token.action}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onDone}>
          {words.later}
        </button>
      </div>
    </form>
  );
}

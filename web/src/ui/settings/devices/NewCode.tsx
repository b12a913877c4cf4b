import { PAIRING_FRAGMENT, type PairingCode, writePairingCode } from "@hisho/protocol";
import { type ReactNode, useMemo } from "react";
import { encode } from "uqr";
import { Button } from "../../parts/Button.tsx";
import { useSettings, useText } from "../../services.ts";
import { NOTE } from "../classes.ts";
import { timeOfDay } from "./times.ts";

/** Four modules (ISO/IEC 18004, section 9.1). */
const QUIET_ZONE = 4;

/** A code for another device, to scan or to write. */
export function NewCode({ code, onDone }: { code: PairingCode; onDone: () => void }): ReactNode {
  const { devices: words } = useText().settings.connections;
  const language = useSettings((settings) => settings.language);
  const page = code.url ?? window.location.origin;
  return (
    <div className="mt-3 mb-4 flex flex-col items-start gap-2 rounded-card border-hair border-line bg-raised px-5 py-4">
      <p>{words.code(timeOfDay(code.expires_at, language))}</p>
      <QrCode text={`${code.setup?.url ?? page}/${PAIRING_FRAGMENT}${code.code}`} />
      {code.setup !== null && <p className={NOTE}>{words.setup}</p>}
      <p>{words.orType}</p>
      <p className="wrap-anywhere select-all">{code.setup?.url ?? page}</p>
      <p data-letters className="text-[1.75rem] leading-[1.3] font-bold tracking-[0.08em] select-all figures">
        {writePairingCode(code.code)}
      </p>
      <Button onClick={onDone}>{words.done}</Button>
    </div>
  );
}

/** Dark on light in every theme: cameras expect it. */
function QrCode({ text }: { text: string }): ReactNode {
  const { size, data } = useMemo(() => encode(text, { border: QUIET_ZONE }), [text]);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg
      className="w-[min(240px,100%)] rounded-[8px] bg-[#fff] fill-[#000]"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

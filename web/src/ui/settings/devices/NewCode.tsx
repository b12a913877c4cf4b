import { PAIRING_FRAGMENT, type PairingCode, writePairingCode } from "@hisho/protocol";
import { type ReactNode, useMemo } from "react";
import { encode } from "uqr";
import { useSettings, useText } from "../../services.ts";
import { timeOfDay } from "./times.ts";

/** Four modules (ISO/IEC 18004, section 9.1). */
const QUIET_ZONE = 4;

/** A code for another device, to scan or to write. */
export function NewCode({ code, onDone }: { code: PairingCode; onDone: () => void }): ReactNode {
  const { devices: words } = useText().settings.connections;
  const language = useSettings((settings) => settings.language);
  const page = code.url ?? window.location.origin;
  return (
    <div className="device-code">
      <p>{words.code(timeOfDay(code.expires_at, language))}</p>
      <QrCode text={`${code.setup?.url ?? page}/${PAIRING_FRAGMENT}${code.code}`} />
      {code.setup !== null && <p className="settings-note">{words.setup}</p>}
      <p>{words.orType}</p>
      <p className="device-address">{code.setup?.url ?? page}</p>
      <p className="device-letters figures">{writePairingCode(code.code)}</p>
      <button type="button" className="button" data-kind="secondary" onClick={onDone}>
        {words.done}
      </button>
    </div>
  );
}

/** Dark on light in every theme: cameras expect it. */
function QrCode({ text }: { text: string }): ReactNode {
  const { size, data } = useMemo(() => encode(text, { border: QUIET_ZONE }), [text]);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg className="device-qr" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

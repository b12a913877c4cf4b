import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useServices, useText } from "../services.ts";

/** The operator's way in, behind the passcode. */
export function StaffKey(): ReactNode {
  const { kiosk } = useServices();
  const text = useText().kiosk;
  return (
    <button
      type="button"
      className="kiosk-staff"
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={kiosk.ask}
    >
      <Lock strokeWidth={1.6} aria-hidden="true" />
      <span>{text.staff}</span>
    </button>
  );
}

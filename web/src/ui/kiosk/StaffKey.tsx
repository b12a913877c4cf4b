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
      className="ms-auto flex min-h-(--touch) min-w-(--touch) flex-none flex-col items-center justify-center rounded-control text-label text-ink-2"
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={kiosk.ask}
    >
      <Lock className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
      <span>{text.staff}</span>
    </button>
  );
}

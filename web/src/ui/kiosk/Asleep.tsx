import type { ReactNode } from "react";
import { useStore } from "zustand";
import { clockText } from "../../kiosk/hours.ts";
import { useServices, useSettings } from "../services.ts";
import { CATALOGUES } from "../strings/catalogue.ts";
import { StaffKey } from "./StaffKey.tsx";

/** Outside opening hours: dark, and when it is back. */
export function Asleep(): ReactNode {
  const { kiosk } = useServices();
  const { hours, languages } = useStore(kiosk.store, (view) => view.settings);
  const language = useSettings((settings) => settings.language);
  const all = [language, ...languages.filter((other) => other !== language)];
  return (
    <div className="absolute inset-0 z-cover grid animate-doze content-end justify-center justify-items-center gap-2 pb-[max(64*var(--k)+var(--lift)/2,var(--safe-bottom))] text-[max(16px,36*var(--k))] text-ink-2 short:justify-end short:content-center short:pe-[12vw] short:pb-0">
      {hours !== null &&
        all.map((shown) => (
          <p key={shown} lang={shown}>
            {CATALOGUES[shown].kiosk.opensAt(clockText(hours.opens))}
          </p>
        ))}
      <div className="mt-8">
        <StaffKey />
      </div>
    </div>
  );
}

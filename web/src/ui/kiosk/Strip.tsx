import { CircleAlert, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { shown } from "../../watchdog/watchdog.ts";
import { useServices, useText } from "../services.ts";

/** The foot of the screen. What is being mended comes first, as one light and one sentence. */
export function Strip({ children }: { children: ReactNode }): ReactNode {
  const text = useText().kiosk;
  const { kiosk, watchdog } = useServices();
  const call = useStore(kiosk.store, (view) => view.settings.call);
  const { watch, needsTouch } = useStore(watchdog.store);
  const fault = shown(watch);
  const sentence = needsTouch
    ? text.touchToSound
    : fault === null
      ? null
      : fault.failed
        ? text.callStaff(call)
        : text.faults[fault.fault];
  return (
    <footer className="group absolute inset-x-0 bottom-0 z-60 flex h-(--strip) items-center gap-10 border-t-hair border-line bg-paper px-gutter pb-safe-bottom short:gap-6 portrait:gap-6 max-medium:flex-wrap max-medium:content-center max-medium:gap-y-2 in-data-[at=attract]:bg-wall">
      {sentence === null ? null : (
        <p
          className="kiosk-fault flex min-w-0 flex-1 items-center max-medium:basis-full gap-4.5 leading-[1.35] text-lamp-text data-[failed=true]:text-shu-text"
          role="status"
          data-fault={fault?.fault}
          data-failed={fault?.failed === true}
        >
          {fault?.failed === true ? (
            <CircleAlert className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
          ) : (
            <Wrench className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
          )}
          <span className="text-balance">{sentence}</span>
        </p>
      )}
      {children}
    </footer>
  );
}

/** A sentence at the foot of the screen; it gives way to what is being mended. @param short takes no more than it needs */
export function StripLine({ short = false, children }: { short?: boolean; children: ReactNode }): ReactNode {
  return (
    <p
      className={`flex min-w-0 items-center gap-4.5 leading-[1.35] text-ink-2 group-has-[[data-failed]]:hidden ${short ? "max-medium:flex-1" : "flex-1 max-medium:basis-full"}`}
    >
      {children}
    </p>
  );
}

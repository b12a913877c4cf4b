import * as Radix from "radix-ui/tooltip";
import type { ReactElement, ReactNode } from "react";

/** A few words more about a control, on wide frames; never its only name. */
export function Tooltip({ words, children }: { words: string; children: ReactElement }): ReactNode {
  return (
    <Radix.Provider delayDuration={600}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={12}
            className="z-alarm hidden max-w-80 rounded-segment bg-ink px-3 py-2 text-small text-on-ink rail:block"
          >
            {words}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}

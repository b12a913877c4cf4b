import type { Operations } from "@hisho/protocol";
import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";

const GUARDS = ["imagined", "reopened", "frames_lost", "frames_corrupt"] as const;

/** What was kept from harm. */
export function Guards({ guards }: { guards: Operations["guards"] }): ReactNode {
  const words = useText().operator;
  const language = useSettings((settings) => settings.language);
  return (
    <section aria-labelledby="operator-guards">
      <h2 id="operator-guards" className="text-small font-semibold text-ink-2">
        {words.guards}
      </h2>
      <dl className="grid gap-x-6 medium:grid-cols-2">
        {GUARDS.map((guard) => (
          <div
            key={guard}
            className="flex min-h-11 items-center justify-between gap-4 border-b-hair border-line text-small"
          >
            <dt className="text-ink-2">{words.guard[guard]}</dt>
            <dd className="font-semibold tabular-nums">{new Intl.NumberFormat(language).format(guards[guard])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

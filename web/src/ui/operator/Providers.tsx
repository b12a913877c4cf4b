import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";
import { ProviderLight } from "../settings/ProviderLight.tsx";
import { figuresOf, timeIn } from "./figures.ts";
import type { Account } from "./operations-client.ts";

/** Each role by verb: who does it, how it is, and what people wait for it (p50). */
export function Providers({ account: { operations, roles } }: { account: Account }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { connections } = text.settings;
  return (
    <section aria-labelledby="operator-providers">
      <h2 id="operator-providers" className="text-small font-semibold text-ink-2">
        {text.operator.providers}
      </h2>
      <ul>
        {roles.map((status) => {
          const { tookMs, failed } = figuresOf(status, operations);
          return (
            <li
              key={status.role}
              className="flex min-h-11 flex-wrap items-center gap-x-4 border-b-hair border-line py-2 text-small"
            >
              <span className="w-16 font-semibold">{connections.roles[status.role].verb}</span>
              <span className="min-w-0 flex-1 wrap-anywhere text-ink-2">
                {status.provider === "embedded" ? connections.embeddedName : status.provider}
              </span>
              <span className="flex items-center gap-2">
                <ProviderLight state={status.light} />
                {connections.light[status.light]}
              </span>
              <span className="min-w-18 text-end tabular-nums">
                {tookMs === undefined ? "–" : timeIn(tookMs, language)}
              </span>
              {failed > 0 && (
                <span className="w-full text-end text-shu-text">
                  {text.operator.callFailed(new Intl.NumberFormat(language).format(failed))}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

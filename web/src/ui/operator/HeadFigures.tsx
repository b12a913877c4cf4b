import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";
import { ProviderLight } from "../settings/ProviderLight.tsx";
import type { LightState } from "../settings/ready.ts";
import { lightOf, PROMISED, timeIn } from "./figures.ts";
import type { Account } from "./operations-client.ts";

/** The promises, and who talks: six figures. An en dash stands where nothing was measured. */
export function HeadFigures({ account }: { account: Account | null }): ReactNode {
  const words = useText().operator.figures;
  const language = useSettings((settings) => settings.language);
  const count = (value: number): string => new Intl.NumberFormat(language).format(value);
  const time = (ms: number | undefined): string => (ms === undefined ? "–" : timeIn(ms, language));
  const { first_sound: sound, partial, sessions = [], turns = {} } = account?.operations ?? {};
  const known = (value: number): string => (account === null ? "–" : count(value));
  const ended = (turns.completed ?? 0) + (turns.interrupted ?? 0) + (turns.failed ?? 0);
  const lost = turns.failed ?? 0;
  return (
    <dl className="grid grid-cols-2 gap-y-5 medium:grid-cols-3 desktop:grid-cols-6 book:leaves">
      <Figure name={words.median} value={time(sound?.p50_ms)} under={words.ofTurns(count(sound?.count ?? 0))} />
      <Figure
        name={words.slowest}
        value={time(sound?.p95_ms)}
        light={lightOf(sound?.p95_ms, PROMISED.firstSoundMs)}
        under={words.target(timeIn(PROMISED.firstSoundMs, language))}
      />
      <Figure
        name={words.partial}
        value={time(partial?.p95_ms)}
        light={lightOf(partial?.p95_ms, PROMISED.partialMs)}
        under={words.target(timeIn(PROMISED.partialMs, language))}
      />
      <Figure
        name={words.talking}
        value={known(sessions.filter(({ busy }) => busy).length)}
        under={words.ofConnected(count(sessions.filter(({ connected }) => connected).length))}
      />
      <Figure name={words.fallbacks} value={known(account?.fallbacks ?? 0)} under={words.sinceStart} />
      <Figure
        name={words.failed}
        value={known(lost)}
        {...(account === null ? {} : { light: lost === 0 ? "good" : "partly" })}
        under={words.ofEnded(count(ended))}
      />
    </dl>
  );
}

function Figure(props: { name: string; value: string; under: string; light?: LightState }): ReactNode {
  return (
    <div className="flex min-w-0 flex-col border-e-hair border-line px-4 first:ps-0 last:border-e-0 max-medium:odd:ps-0 max-medium:even:border-e-0 medium:max-desktop:nth-[3n]:border-e-0 medium:max-desktop:nth-[3n+1]:ps-0 book:border-e-0 book:px-0">
      <dt className="text-small text-ink-2">{props.name}</dt>
      <dd className="mt-auto pt-1 text-[34px] leading-[1.25] font-medium tabular-nums">{props.value}</dd>
      <dd className="flex items-center gap-2 text-small text-ink-2">
        {props.light !== undefined && <ProviderLight state={props.light} />}
        {props.under}
      </dd>
    </div>
  );
}

import { Building2, Globe, TabletSmartphone } from "lucide-react";
import type { ReactNode } from "react";
import { hostOf } from "../markdown/tree.ts";
import { buttonLook } from "../parts/Button.tsx";
import { useSettings, useTalk, useText } from "../services.ts";
import { primaryTag, type Strings } from "../strings/languages.ts";
import { knows } from "../talk/problems.ts";
import { LEAD, NOTE, SECTION } from "./classes.ts";
import { Devices } from "./devices/Devices.tsx";
import { TokenField } from "./devices/TokenField.tsx";
import { DoctorPanel } from "./doctor/DoctorPanel.tsx";
import { Hearing } from "./hearing/Hearing.tsx";
import { ProviderLight } from "./ProviderLight.tsx";
import { fromSession, type RoleStatus } from "./ready.ts";
import { ReceiptsPanel } from "./receipts/ReceiptsPanel.tsx";
import { Reload } from "./reload/Reload.tsx";
import { useReady } from "./use-ready.ts";

/** Four roles by verb: who does it, where, which languages, and how it is. */
export function Connections(): ReactNode {
  const text = useText();
  const providers = useTalk((state) => state.providers);
  const ready = useReady(providers);
  const roles = ready ?? (providers === null ? [] : fromSession(providers));
  const { connections } = text.settings;
  return (
    <>
      <Hearing />
      <p className={LEAD}>{connections.lead}</p>
      {roles.length === 0 ? (
        <p className={NOTE}>{connections.notConnected}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {roles.map((status) => (
            <RoleCard key={status.role} status={status} />
          ))}
        </ul>
      )}
      <Devices />
      <section className={SECTION}>
        <p className={NOTE}>{text.operator.lead}</p>
        <a className={buttonLook({ kind: "secondary" })} href="#/operator">
          {text.operator.open}
        </a>
      </section>
      <DoctorPanel />
      <ReceiptsPanel />
      <Reload />
      <TokenField />
    </>
  );
}

function RoleCard({ status }: { status: RoleStatus }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { connections } = text.settings;
  const role = connections.roles[status.role];
  const own = status.role === "embedding" || knows(status.languages, language);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,max-content)] items-center gap-x-4 gap-y-1 rounded-card border-hair border-line bg-raised px-5 py-4 wrap-anywhere @lg:min-h-23 @lg:grid-cols-[150px_minmax(0,1fr)_168px]">
      <div className="flex flex-wrap items-baseline gap-x-3 @lg:flex-col @lg:gap-[2px] [&>h3]:flex-none [&>h3]:text-[1.125rem] [&>h3]:font-bold [&>h3]:whitespace-nowrap [&>p]:text-small [&>p]:text-ink-2">
        <h3>{role.verb}</h3>
        <p>{role.what}</p>
      </div>
      <div className="col-span-full @lg:col-[2]">
        <p className="wrap-anywhere">{status.provider === "embedded" ? connections.embeddedName : status.provider}</p>
        <Where status={status} />
        {status.role !== "embedding" && status.languages.length > 0 && (
          <p className="flex items-center gap-2 text-small text-ink-2">{languagesLine(status.languages, text)}</p>
        )}
        {!own && (
          <p className="flex items-center gap-2 text-small text-lamp-text">
            <svg
              width="16"
              height="16"
              viewBox="-8 -8 16 16"
              className="fill-none stroke-current stroke-[1.75] text-ink-2 data-[state=caution]:text-lamp-text data-[state=down]:text-shu data-[state=good]:text-seiji data-[state=partly]:text-lamp-text"
              data-state="caution"
              aria-hidden="true"
            >
              <path d="M 0 -6 L 6 5 H -6 Z" />
            </svg>
            {connections.notYours}
          </p>
        )}
      </div>
      <p className="col-[2] row-[1] flex items-center gap-2 @lg:col-[3]">
        <ProviderLight state={status.light} />
        {connections.light[status.light]}
      </p>
    </li>
  );
}

const languagesLine = (tags: readonly string[], text: Strings): string =>
  tags.includes("*")
    ? text.settings.connections.anyLanguage
    : text.settings.connections.languages(
        [...new Set(tags.map((tag) => primaryTag(tag, tag)))].map(text.languageOf).join(text.listSeparator),
      );

/** Where it runs, as far as the relay tells. */
function Where({ status }: { status: RoleStatus }): ReactNode {
  const { connections } = useText().settings;
  const [Icon, place] =
    status.endpoint !== null
      ? ([Globe, hostOf(status.endpoint)] as const)
      : status.provider === "browser"
        ? ([TabletSmartphone, connections.browser] as const)
        : ([Building2, status.provider.startsWith("embedded") ? connections.embedded : null] as const);
  return place === null ? null : (
    <p className="flex items-center gap-2 text-small text-ink-2">
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      {place}
    </p>
  );
}

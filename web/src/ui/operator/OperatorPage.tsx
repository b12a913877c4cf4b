import { Download, Stethoscope } from "lucide-react";
import { type ReactNode, useState } from "react";
import { save } from "../history/save.ts";
import { Button } from "../parts/Button.tsx";
import { Page } from "../parts/Page.tsx";
import { go, type Route } from "../route.ts";
import { useSettings, useText } from "../services.ts";
import { FirstSoundLine } from "./FirstSoundLine.tsx";
import { Guards } from "./Guards.tsx";
import { HeadFigures } from "./HeadFigures.tsx";
import { LogLines } from "./LogLines.tsx";
import { Providers } from "./Providers.tsx";
import { ReceiptCard } from "./ReceiptCard.tsx";
import { keyOf, TurnTable } from "./TurnTable.tsx";
import { useAccount } from "./use-account.ts";

const CONNECTIONS: Route = { page: "settings", group: "connections" };

/** 運用: whether the promises are kept, where the time of each answer went, and what went wrong. On a phone the figures alone. */
export function OperatorPage(): ReactNode {
  const text = useText();
  const words = text.operator;
  const language = useSettings((settings) => settings.language);
  const { account, away } = useAccount();
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const receipts = account?.receipts ?? [];
  const picked = receipts.find((receipt) => keyOf(receipt) === chosenKey);
  const chosen = picked ?? receipts[0];
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  return (
    <Page title={words.title} place="settings" wide back={CONNECTIONS}>
      <div className="flex max-w-[1080px] flex-col gap-8 desktop:max-w-none">
        <div className="flex flex-wrap items-center justify-between gap-3 book:leaves">
          <p className="text-small text-ink-2">
            {account === null ? words.lead : words.since(clock.format(new Date(account.operations.since)))}
          </p>
          <div className="flex flex-wrap gap-3">
            <Button size="small" icon={Stethoscope} onClick={() => go(CONNECTIONS)}>
              {words.doctor}
            </Button>
            <Button
              size="small"
              icon={Download}
              disabled={receipts.length === 0}
              onClick={() => save(JSON.stringify({ receipts }, null, 2), "receipts.json")}
            >
              {words.save}
            </Button>
          </div>
        </div>
        <div role="status" className="empty:hidden book:not-empty:leaves">
          {away && (
            <p className="rounded-control bg-oki-fill px-4 py-3 text-oki-text">
              {account === null ? words.away : words.lastSeen(clock.format(account.at))}
            </p>
          )}
          {account?.operations.transcripts === true && (
            <p className="rounded-control bg-lamp-fill px-4 py-3 text-lamp-text">{words.transcripts}</p>
          )}
        </div>
        <div className={away ? "text-ink-3" : ""}>
          <HeadFigures account={account} />
        </div>
        {account !== null && (
          <div className="grid items-start gap-10 desktop:grid-cols-[minmax(0,1fr)_425px] book:leaves">
            <div className="flex min-w-0 flex-col gap-8 max-medium:hidden">
              {chosen === undefined ? (
                <p className="rounded-card border-hair border-line p-6 text-ink-2">{words.none}</p>
              ) : (
                <>
                  <ReceiptCard receipt={chosen} />
                  <TurnTable receipts={receipts} chosen={chosen} onChoose={(receipt) => setChosenKey(keyOf(receipt))} />
                </>
              )}
              <LogLines trace={picked?.trace_id ?? null} onWhole={() => setChosenKey(null)} />
            </div>
            <div className="flex min-w-0 flex-col gap-8">
              <Providers account={account} />
              <div className="flex flex-col gap-8 max-medium:hidden">
                <FirstSoundLine line={account.operations.line} />
                <Guards guards={account.operations.guards} />
              </div>
            </div>
          </div>
        )}
      </div>
    </Page>
  );
}

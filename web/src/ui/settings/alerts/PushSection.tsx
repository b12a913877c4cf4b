import { type ReactNode, useId } from "react";
import { browserCanPush } from "../../alerts/can-push.ts";
import { Button } from "../../parts/Button.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { useSettings, useText } from "../../services.ts";
import { HEADING, NOTE, SECTION } from "../classes.ts";
import { dayAndTime } from "../devices/times.ts";
import { usePush } from "./use-push.ts";

/** アプリを閉じているときも: Web Push, with its price said before the browser asks. */
export function PushSection(props: { permission: NotificationPermission; allow: () => Promise<boolean> }): ReactNode {
  const { denied, push: words } = useText().alerts;
  const { own, told, isBusy, failed, choose, revoke } = usePush(props.allow);
  const heading = useId();
  const ability = browserCanPush();
  // A question that was passed over is no refusal.
  const refusals = { denied, granted: words.away, default: "" };
  const trouble = ability !== "can" ? words[ability] : failed ? refusals[props.permission] : "";
  return (
    <section className={SECTION} aria-labelledby={heading}>
      <h3 className={HEADING} id={heading}>
        {words.title}
      </h3>
      <p className={NOTE}>{words.lead}</p>
      <Switch
        label={words.on}
        note={words.onNote}
        on={own !== null && props.permission === "granted"}
        disabled={ability !== "can" || isBusy}
        onChange={choose}
      />
      <p className="text-small text-ink-2 phrases" role="status">
        {trouble}
      </p>
      {told !== null && told.length > 0 && <Told told={told} own={own} onRevoke={revoke} />}
    </section>
  );
}

interface ToldProps {
  told: NonNullable<ReturnType<typeof usePush>["told"]>;
  own: string | null;
  onRevoke: (id: string) => void;
}

/** Every browser that is told, each to be taken back. */
function Told({ told, own, onRevoke }: ToldProps): ReactNode {
  const { push: words } = useText().alerts;
  const language = useSettings((settings) => settings.language);
  return (
    <>
      <h4 className="mt-3 text-small font-semibold text-ink-2">{words.told}</h4>
      <ul className="mt-2 flex flex-col gap-3">
        {told.map(({ id, device, service, created_at }) => {
          const name = id === own ? words.thisDevice : device || words.unnamed;
          return (
            <li
              key={id}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 rounded-card border-hair border-line bg-raised py-3 ps-5 pe-2"
            >
              <div className="wrap-anywhere">
                <p className="font-semibold">{name}</p>
                <p className="text-small text-ink-2">{words.since(dayAndTime(created_at, language), service)}</p>
              </div>
              {id !== own && (
                <Button kind="quiet" tone="remove" aria-label={words.revokeOf(name)} onClick={() => onRevoke(id)}>
                  {words.revoke}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

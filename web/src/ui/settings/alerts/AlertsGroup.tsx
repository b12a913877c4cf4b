import { type ReactNode, useState } from "react";
import { Switch } from "../../parts/Switch.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { LEAD } from "../classes.ts";
import { PushSection } from "./PushSection.tsx";

const canNotify = (): boolean => typeof Notification !== "undefined" && "serviceWorker" in navigator;

/** お知らせ: reminders and timers while the page is out of sight, or closed. */
export function AlertsGroup(): ReactNode {
  const { alerts: words } = useText();
  const { actions } = useServices();
  const isChosen = useSettings((settings) => settings.alerts);
  const [permission, setPermission] = useState(() => (canNotify() ? Notification.permission : "denied"));
  // The browser asks only now, when the person knows what for.
  const allow = async (): Promise<boolean> => {
    const answer = await Notification.requestPermission();
    setPermission(answer);
    return answer === "granted";
  };
  const choose = async (on: boolean): Promise<void> => actions.settings({ alerts: on && (await allow()) });
  return (
    <>
      <p className={LEAD}>{words.lead}</p>
      <Switch
        label={words.on}
        note={words.onNote}
        on={isChosen && permission === "granted"}
        disabled={!canNotify()}
        onChange={(on) => void choose(on)}
      />
      <p className="text-small text-ink-2 phrases" role="status">
        {!canNotify() ? words.cannot : permission === "denied" ? words.denied : ""}
      </p>
      <PushSection permission={permission} allow={allow} />
    </>
  );
}

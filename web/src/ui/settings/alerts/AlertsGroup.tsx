import { type ReactNode, useState } from "react";
import { Switch } from "../../parts/Switch.tsx";
import { useServices, useSettings, useText } from "../../services.ts";

const canNotify = (): boolean => typeof Notification !== "undefined" && "serviceWorker" in navigator;

/** お知らせ: reminders and timers while the page is out of sight. */
export function AlertsGroup(): ReactNode {
  const { alerts: words } = useText();
  const { actions } = useServices();
  const isChosen = useSettings((settings) => settings.alerts);
  const [permission, setPermission] = useState(() => (canNotify() ? Notification.permission : "denied"));
  const choose = async (on: boolean): Promise<void> => {
    // The browser asks only now, when the person knows what for.
    const answer = on ? await Notification.requestPermission() : permission;
    setPermission(answer);
    actions.settings({ alerts: on && answer === "granted" });
  };
  return (
    <>
      <p className="settings-lead">{words.lead}</p>
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
    </>
  );
}

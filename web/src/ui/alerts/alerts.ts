/** Reminders and timers as notifications of the system, for whoever does not see the page. */
import type { Alarm } from "../../session/answers.ts";
import type { Strings } from "../strings/languages.ts";

type AlertWords = Strings["alerts"];

export interface AlertParts {
  /** The person chose it. */
  isOn(): boolean;
  isHidden(): boolean;
  permission(): NotificationPermission;
  words(): AlertWords;
  now(): Date;
  /** Null where the page has none. */
  worker(): Promise<Pick<ServiceWorkerRegistration, "showNotification"> | null>;
}

export interface Alerts {
  /** Nothing while the page is in sight: there the character speaks. Never throws. */
  show(alarm: Alarm): void;
}

/** `actions` is the Notifications API's; browsers without them show the words alone. */
type Shown = NotificationOptions & { actions: readonly { action: string; title: string }[] };

/** What web/public/alerts.js reads back from `data` when the person answers; it shows pushes in the same way. */
const shownAlert = ({ item, kind, text }: Alarm, words: AlertWords, now: Date): Shown => ({
  body: text,
  // The same thing told twice, by the page and by a push, is one notification.
  tag: item,
  icon: "/icons/icon-192.png",
  data: { item, due_at: kind === "reminder" ? now.toISOString() : null, rings_at: now.toISOString() },
  actions: [
    { action: "done", title: words.done },
    { action: "later", title: words.later },
  ],
});

export function createAlerts(parts: AlertParts): Alerts {
  async function show(alarm: Alarm): Promise<void> {
    if (!parts.isOn() || !parts.isHidden() || parts.permission() !== "granted") return;
    const words = parts.words();
    await (await parts.worker())?.showNotification(words.titles[alarm.kind], shownAlert(alarm, words, parts.now()));
  }
  return {
    show(alarm) {
      // The browser may take its leave back between the question and the showing; the character has spoken either way.
      show(alarm).catch((error: unknown) => console.error("notification", error));
    },
  };
}

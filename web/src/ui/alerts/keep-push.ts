/** A subscribed browser is renewed at each visit and with another language; a reception screen is told of nothing. */
import type { StoreApi } from "zustand/vanilla";
import type { Kiosk } from "../../kiosk/kiosk.ts";
import type { Settings, TalkState } from "../../session/talk.ts";

interface KeepPushParts {
  talk: Pick<StoreApi<TalkState>, "subscribe">;
  settings: Pick<StoreApi<Settings>, "getState" | "subscribe">;
  kiosk: Pick<Kiosk, "store">;
  /** Undefined on insecure origins. */
  worker: Pick<ServiceWorkerContainer, "getRegistration"> | undefined;
}

export function keepPush({ talk, settings, kiosk, worker }: KeepPushParts): void {
  async function renew(): Promise<void> {
    const registration: Partial<ServiceWorkerRegistration> | undefined = await worker?.getRegistration();
    // Nearly every browser is not subscribed, and loads nothing for it.
    if (((await registration?.pushManager?.getSubscription()) ?? null) === null) return;
    const { browserPush } = await import("./push.ts");
    const push = browserPush(() => settings.getState().token);
    const { armed, settings: reception } = kiosk.store.getState();
    if (armed || reception.on) await push.off();
    else await push.renew(settings.getState().language);
  }
  const soon = (): void => {
    renew().catch((error: unknown) => console.error("push", error));
  };
  talk.subscribe(({ connection }, before) => {
    if (connection.state === "open" && before.connection.state !== "open") soon();
  });
  settings.subscribe(({ language }, before) => {
    if (language !== before.language) soon();
  });
  kiosk.store.subscribe(({ settings: { on } }, before) => {
    if (on && !before.settings.on) soon();
  });
}

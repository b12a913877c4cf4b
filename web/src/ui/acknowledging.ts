/** Has the acknowledgement ready in the person's language and the chosen voice. */
import type { StoreApi } from "zustand/vanilla";
import type { Acknowledgement } from "../session/acknowledgement.ts";
import type { Clock } from "../session/clock.ts";
import type { Settings, TalkState } from "../session/talk.ts";
import { CATALOGUES } from "./strings/catalogue.ts";

/** Behind everything that the first opening has to do. */
const SETTLED_MS = 8_000;

export function keepLineReady(
  acknowledgement: Acknowledgement,
  talk: { store: StoreApi<TalkState>; settings: StoreApi<Settings> },
  clock: Clock,
): void {
  const prepare = (): void => {
    const { language, voice, speakingRate } = talk.settings.getState();
    const text = CATALOGUES[language].offline.taken;
    const connected = talk.store.getState().connection.state === "open";
    void acknowledgement.prepare({ language, voice, speakingRate, text }, connected);
  };
  let cancel = (): void => undefined;
  const later = (): void => {
    cancel();
    cancel = clock.after(SETTLED_MS, prepare);
  };
  prepare();
  talk.settings.subscribe((now, before) => {
    const { language, voice, speakingRate } = before;
    if (now.language !== language || now.voice !== voice || now.speakingRate !== speakingRate) later();
  });
  talk.store.subscribe(({ connection }, before) => {
    if (connection.state === "open" && before.connection.state !== "open") later();
  });
}

/** Has the acknowledgement ready in the person's language and the chosen voice. */
import type { StoreApi } from "zustand/vanilla";
import type { Acknowledgement } from "../session/acknowledgement.ts";
import type { Clock } from "../session/clock.ts";
import type { Settings, TalkState } from "../session/talk.ts";
import type { LoadStrings } from "./strings/words.ts";

/** Behind everything that the first opening has to do. */
const SETTLED_MS = 8_000;

export function keepLineReady(
  acknowledgement: Acknowledgement,
  talk: { store: StoreApi<TalkState>; settings: StoreApi<Settings> },
  clock: Clock,
  load: LoadStrings,
): void {
  const prepare = async (): Promise<void> => {
    const strings = await load(talk.settings.getState().language);
    const { language, voice, speakingRate } = talk.settings.getState();
    const connected = talk.store.getState().connection.state === "open";
    await acknowledgement.prepare({ language, voice, speakingRate, text: strings.offline.taken }, connected);
  };
  // A file of words that cannot be had is asked for again at the next change or connection.
  const tryToPrepare = (): void => void prepare().catch((error: unknown) => console.warn("the acknowledgement", error));
  let cancel = (): void => undefined;
  const later = (): void => {
    cancel();
    cancel = clock.after(SETTLED_MS, tryToPrepare);
  };
  tryToPrepare();
  talk.settings.subscribe((now, before) => {
    const { language, voice, speakingRate } = before;
    if (now.language !== language || now.voice !== voice || now.speakingRate !== speakingRate) later();
  });
  talk.store.subscribe(({ connection }, before) => {
    if (connection.state === "open" && before.connection.state !== "open") later();
  });
}

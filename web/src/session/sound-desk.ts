/** The devices for sound, what the person has chosen of them, and the echo between them. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { EchoTest, Voice } from "../audio/voice.ts";
import { type Duplex, type EchoBook, echoFrom, type KnownEcho, pairKey } from "./echo.ts";
import type { Settings, TalkActions, TalkState } from "./talk.ts";

export interface SoundDevice {
  id: string;
  /** May be empty before the microphone is allowed. */
  label: string;
}

export interface SoundState {
  microphones: readonly SoundDevice[];
  speakers: readonly SoundDevice[];
  /** Of the devices in use; null while it was never measured. */
  echo: KnownEcho | null;
}

export type EchoOutcome =
  | { kind: "measured"; duplex: Duplex; said: readonly number[]; returned: readonly number[]; byTune: boolean }
  /** Somebody else was heard. */
  | { kind: "disturbed" }
  | { kind: "failed" };

export interface SoundDesk {
  store: StoreApi<SoundState>;
  /** The page can choose a loudspeaker. */
  choosesSpeaker: boolean;
  /** Asks for the microphone; in hands-free it stays open. What goes wrong becomes a notice of the talk. */
  ask(): Promise<void>;
  /** Says the sentence, measures and keeps what comes back. @throws the signal's reason when aborted */
  test(sentence: string, signal: AbortSignal): Promise<EchoOutcome>;
}

export interface SoundDeskParts {
  voice: Voice;
  talk: StoreApi<TalkState>;
  settings: StoreApi<Settings>;
  actions: Pick<TalkActions, "begin">;
  book: EchoBook;
  /** Absent on insecure addresses. */
  devices: Pick<MediaDevices, "enumerateDevices" | "addEventListener"> | undefined;
  choosesSpeaker: boolean;
  /** The sentence as a file of sound in the secretary's voice; null without one. */
  speech(text: string, signal: AbortSignal): Promise<ArrayBuffer | null>;
}

export function createSoundDesk(parts: SoundDeskParts): SoundDesk {
  const { voice, talk, settings, actions, book, devices, choosesSpeaker, speech } = parts;
  const store = createStore<SoundState>(() => ({ microphones: [], speakers: [], echo: null }));
  let pair = "";
  let known: readonly MediaDeviceInfo[] = [];

  const use = (): void => {
    const { microphone, speaker, volume } = settings.getState();
    voice.use({ microphone, speaker, volume });
    pair = pairKey(known, { microphone, speaker });
    store.setState({ echo: book.of(pair) });
  };

  const look = async (): Promise<void> => {
    known = (await devices?.enumerateDevices().catch(() => [])) ?? [];
    store.setState({ microphones: choices(known, "audioinput"), speakers: choices(known, "audiooutput") });
    use();
  };

  /** A microphone that was missing is used as soon as there is one. */
  const changed = async (): Promise<void> => {
    await look();
    const absent = talk
      .getState()
      .notices.some(({ kind, ...rest }) => kind === "microphone" && "problem" in rest && ABSENT.has(rest.problem));
    if (absent && store.getState().microphones.length > 0) await actions.begin();
  };

  devices?.addEventListener("devicechange", () => void changed());
  settings.subscribe((now, before) => {
    if (now.microphone !== before.microphone || now.speaker !== before.speaker || now.volume !== before.volume) use();
  });
  // Names are told from the first permission on.
  talk.subscribe((now, before) => {
    if (now.microphoneOpen && !before.microphoneOpen) void look();
  });
  use();
  void look();

  return {
    store,
    choosesSpeaker,
    async ask() {
      await actions.begin();
      if (settings.getState().mode === "hands_free") return;
      const opening = await voice.openMicrophone();
      if (opening.ok) voice.closeMicrophone();
      await look();
    },
    async test(sentence, signal) {
      const said = await speech(sentence, signal);
      const result = await voice.testEcho(said, signal).catch((error: unknown): EchoTest => {
        signal.throwIfAborted();
        // A sound that the browser cannot decode: the talk works all the same.
        if (error instanceof DOMException) return { ok: false, problem: "unsupported" };
        throw error;
      });
      signal.throwIfAborted();
      if (!result.ok) return { kind: "failed" };
      if (result.measure.disturbed) return { kind: "disturbed" };
      await look();
      const echo = echoFrom(result.measure);
      book.keep(pair, echo);
      store.setState({ echo });
      const { said: shape, returned } = result;
      return { kind: "measured", duplex: echo.duplex, said: shape, returned, byTune: said === null };
    },
  };
}

const ABSENT: ReadonlySet<string> = new Set(["missing", "lost"]);

/** Chromium lists the system's choice as devices of their own: they are the choice "". */
const choices = (all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): SoundDevice[] =>
  all
    .filter((device) => device.kind === kind && !["", "default", "communications"].includes(device.deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));

/** Devices and an echo test without any sound, for the stories. */
import { createStore } from "zustand/vanilla";
import type { SoundDesk, SoundState } from "../../session/sound-desk.ts";

const wave = (scale: number): number[] =>
  Array.from(
    { length: 48 },
    (_, at) => scale * (0.12 + 0.88 * Math.abs(Math.sin(at * 0.31) * Math.sin(at * 0.11 + 0.6))),
  );

export const storySound = (): SoundDesk => ({
  store: createStore<SoundState>(() => ({
    microphones: [
      { id: "desk", label: "USB Condenser Microphone" },
      { id: "head", label: "WH-1000XM5" },
    ],
    speakers: [{ id: "head", label: "WH-1000XM5" }],
    echo: { duplex: "ducked", returnedDbfs: -48, delayMs: 60 },
  })),
  choosesSpeaker: true,
  ask: async () => undefined,
  test: async () => ({ kind: "measured", duplex: "ducked", said: wave(1), returned: wave(0.3), byTune: false }),
});

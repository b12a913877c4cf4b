/** The voice as one of several conversations uses it: its turns have numbers of their own, whatever the others' are. */
import type { Mouth, Voice } from "./voice.ts";

/** Turns of one conversation, those said again included, have lower numbers. */
const PART = 2 ** 40;

/** @param part from 0; no two conversations of a page have the same */
export function voicePart(voice: Voice, part: number): Voice {
  const first = part * PART;
  const mouth: Mouth = {
    read: (weights) => voice.mouth.read(weights),
    playedMs: (turn) => voice.mouth.playedMs(first + turn),
    levelDbfs: () => voice.mouth.levelDbfs(),
  };
  return {
    unlock: () => voice.unlock(),
    openMicrophone: () => voice.openMicrophone(),
    closeMicrophone: () => voice.closeMicrophone(),
    setGate: (gate) => voice.setGate(gate),
    setGuard: (guard) => voice.setGuard(guard),
    use: (devices) => voice.use(devices),
    testEcho: (sound, signal) => voice.testEcho(sound, signal),
    press: () => voice.press(),
    release: () => voice.release(),
    microphoneLevelDbfs: () => voice.microphoneLevelDbfs(),
    onMicrophone: (listener) => voice.onMicrophone(listener),
    play: (turn, packet) => voice.play(first + turn, packet),
    cues: (turn, cues) => voice.cues(first + turn, cues),
    finish: (turn) => voice.finish(first + turn),
    duck: (on) => voice.duck(on),
    stop: (turn, reopened) => voice.stop(first + turn, reopened),
    onPlayout: (listener) =>
      voice.onPlayout((event) => {
        if (event.type === "credit") listener(event);
        else if (Math.floor(event.turn / PART) === part) listener({ ...event, turn: event.turn - first });
      }),
    mouth,
    close: () => voice.close(),
  };
}

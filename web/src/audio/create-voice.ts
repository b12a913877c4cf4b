import { Listeners } from "./listeners.ts";
import { Microphone, standingProblem } from "./microphone.ts";
import { Playout } from "./playout.ts";
import { canRunAudio, createContext, loadProcessors, resume } from "./unlock.ts";
import type { Gate, MicrophoneEvent, Mouth, PlayoutEvent, Voice } from "./voice.ts";

interface Sound {
  context: AudioContext;
  playout: Playout;
  /** Resolves to undefined where the processors or workers do not load. */
  ready: Promise<Microphone | undefined>;
}

const SHUT: Mouth = {
  read: (weights) => weights.fill(0),
  playedMs: () => 0,
  levelDbfs: () => -100,
};

/**
 * The page's ears and voice. Nothing is created before `unlock`; until then, and where audio cannot run, frames are
 * credited unheard. Where only the voice detector is missing the microphone opens, a `problem` `unsupported` is told, and
 * push-to-talk works.
 */
export function createVoice(): Voice {
  const microphoneListeners = new Listeners<MicrophoneEvent>();
  const playoutListeners = new Listeners<PlayoutEvent>();
  let sound: Sound | undefined;
  let microphone: Microphone | undefined;
  let gate: Gate = "shut";

  function open(): Sound {
    const context = createContext();
    const playout = new Playout(context, playoutListeners.tell);
    return { context, playout, ready: prepare(context, playout) };
  }

  async function prepare(context: AudioContext, playout: Playout): Promise<Microphone | undefined> {
    try {
      await loadProcessors(context);
      const made = new Microphone(context, microphoneListeners.tell);
      made.setGate(gate);
      if (sound?.context === context) microphone = made;
      await playout.start(context.destination);
      return made;
    } catch {
      // Workers or processors did not load: the next tap tries again.
      playout.end();
      if (sound?.context === context) {
        microphone?.end();
        microphone = undefined;
        sound = undefined;
        await context.close();
      }
      return undefined;
    }
  }

  async function unlock(): Promise<boolean> {
    if (!canRunAudio()) return false;
    sound ??= open();
    const { context, ready } = sound;
    await resume(context);
    return (await ready) !== undefined;
  }

  return {
    unlock,
    async openMicrophone() {
      const problem = standingProblem();
      if (problem) return { ok: false, problem };
      const unlocked = await unlock();
      return unlocked && microphone ? microphone.open() : { ok: false, problem: "unsupported" };
    },
    closeMicrophone: () => microphone?.close(),
    setGate(next) {
      gate = next;
      microphone?.setGate(next);
    },
    press: () => microphone?.press(),
    release: () => microphone?.release(),
    microphoneLevelDbfs: () => microphone?.levelDbfs() ?? -100,
    onMicrophone: microphoneListeners.add,

    play(turn, packet) {
      if (sound) sound.playout.play(turn, packet);
      else playoutListeners.tell({ type: "credit", frames: 1 });
    },
    cues: (turn, cues) => sound?.playout.mouth.addCues(turn, cues),
    finish(turn) {
      if (sound) sound.playout.finish(turn);
      else playoutListeners.tell({ type: "finished", turn, playedMs: 0 });
    },
    duck: (on) => sound?.playout.duck(on),
    stop: (turn, reopened = false) => sound?.playout.stop(turn, reopened) ?? 0,
    onPlayout: playoutListeners.add,
    mouth: {
      read: (weights) => (sound?.playout.mouth ?? SHUT).read(weights),
      playedMs: (turn) => sound?.playout.playedMs(turn) ?? 0,
      levelDbfs: () => (sound?.playout.mouth ?? SHUT).levelDbfs(),
    },

    async close() {
      const closing = sound;
      sound = undefined;
      microphone?.end();
      microphone = undefined;
      microphoneListeners.clear();
      playoutListeners.clear();
      if (!closing) return;
      await closing.ready.then((late) => late?.end());
      closing.playout.end();
      await closing.context.close();
    },
  };
}

import type { Guard } from "@hisho/worklets/dsp/gate.ts";
import { recordEcho } from "./echo-test.ts";
import { Listeners } from "./listeners.ts";
import { Microphone, standingProblem } from "./microphone.ts";
import { Playout } from "./playout.ts";
import { canRunAudio, createContext, loadProcessors, resume, speakInto } from "./unlock.ts";
import type {
  EchoTest,
  Gate,
  MicrophoneEvent,
  MicrophoneOpening,
  Mouth,
  PlayoutEvent,
  SoundDevices,
  Voice,
  VoiceCare,
} from "./voice.ts";

interface Sound {
  context: AudioContext;
  /** Everything that is played, at the person's volume. */
  output: GainNode;
  playout: Playout;
  /** Resolves to undefined where the processors or workers do not load. */
  ready: Promise<Microphone | undefined>;
}

/** No click while a slider is moved. */
const VOLUME_SMOOTHING_S = 0.02;

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
export function createVoice(): Voice & VoiceCare {
  const microphoneListeners = new Listeners<MicrophoneEvent>();
  const playoutListeners = new Listeners<PlayoutEvent>();
  let sound: Sound | undefined;
  let microphone: Microphone | undefined;
  let gate: Gate = "shut";
  let guard: Guard | null = null;
  let devices: SoundDevices = { microphone: "", speaker: "", volume: 1 };
  let testing = false;
  let testMouth: Mouth | null = null;
  const mouth = (): Mouth => testMouth ?? sound?.playout.mouth ?? SHUT;

  function open(): Sound {
    const context = createContext();
    const output = new GainNode(context, { gain: devices.volume });
    output.connect(context.destination);
    void speakInto(context, devices.speaker);
    const playout = new Playout(context, playoutListeners.tell);
    return { context, output, playout, ready: prepare(context, output, playout) };
  }

  async function prepare(context: AudioContext, output: AudioNode, playout: Playout): Promise<Microphone | undefined> {
    let made: Microphone | undefined;
    try {
      await loadProcessors(context);
      // Given up meanwhile, and ended by whoever did.
      if (sound?.context !== context) return undefined;
      made = new Microphone(context, microphoneListeners.tell);
      microphone = made;
      made.setGate(gate);
      made.setGuard(guard);
      void made.use(devices.microphone);
      await playout.start(output);
      return made;
    } catch {
      // Workers or processors did not load: the next tap tries again.
      made?.end();
      playout.end();
      if (sound?.context === context) {
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

  const present = (): Sound | undefined => sound;
  async function openMicrophone(): Promise<MicrophoneOpening> {
    const problem = standingProblem();
    if (problem) return { ok: false, problem };
    const unlocked = await unlock();
    return unlocked && microphone ? microphone.open() : { ok: false, problem: "unsupported" };
  }

  async function testEcho(file: ArrayBuffer | null, signal: AbortSignal): Promise<EchoTest> {
    const wasOpen = microphone?.isOpen ?? false;
    const opening = await openMicrophone();
    const used = microphone;
    const leave = (): void => {
      if (!wasOpen && gate === "shut") used?.close();
    };
    // Left while the browser was still asking: what it opens then is heard by nobody.
    if (signal.aborted) leave();
    signal.throwIfAborted();
    if (!opening.ok) return opening;
    if (!sound || !used) return { ok: false, problem: "unsupported" };
    const { context, output } = sound;
    testing = true;
    used.setGate("shut");
    try {
      const show = (shown: Mouth | null): void => {
        testMouth = shown;
      };
      const parts = { context, output, hear: (node: AudioNode) => used.hear(node), show };
      return { ok: true, ...(await recordEcho(parts, file, signal)) };
    } finally {
      testing = false;
      used.setGate(gate);
      leave();
    }
  }

  return {
    unlock,
    openMicrophone,
    closeMicrophone: () => microphone?.close(),
    setGate(next) {
      gate = next;
      if (!testing) microphone?.setGate(next);
    },
    setGuard(next) {
      guard = next;
      microphone?.setGuard(next);
    },
    use(next) {
      devices = next;
      void microphone?.use(next.microphone);
      if (!sound) return;
      sound.output.gain.setTargetAtTime(next.volume, sound.context.currentTime, VOLUME_SMOOTHING_S);
      void speakInto(sound.context, next.speaker);
    },
    testEcho,
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
      read: (weights) => mouth().read(weights),
      playedMs: (turn) => sound?.playout.playedMs(turn) ?? 0,
      levelDbfs: () => mouth().levelDbfs(),
    },

    health: () => ({
      context: sound?.context.state ?? "none",
      contextTimeS: sound?.context.currentTime ?? 0,
      ...(microphone?.health() ?? { track: "none", capturedSamples: 0 }),
    }),
    earsAnswer: async (withinMs) => (await microphone?.answers(withinMs)) ?? true,
    async rebuild() {
      const broken = sound;
      sound = undefined;
      microphone?.end();
      microphone = undefined;
      if (broken !== undefined) {
        broken.playout.end();
        await broken.context.close().catch(() => undefined); // one that is closed already
      }
      return (await unlock()) && present()?.context.state === "running";
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

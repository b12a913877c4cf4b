/** Listens inside the page: what reaches the loudspeaker, and the mouth beside it, both on the audio clock. */
import type { Page } from "@playwright/test";

interface Recorded {
  sampleRateHz: number;
  /** Blocks as they were played, with the context's time of their first sample. */
  blocks: { at: number; pcm: number[] }[];
  /** Sum of the mouth's weights, with the context's time. */
  mouth: { at: number; open: number }[];
  /** The context's time up to which everything is recorded. */
  until: number;
  /** A moment on the context's clock and on the page's. */
  clock(): { contextS: number; ms: number };
}

export interface Heard {
  pcm: Float32Array;
  sampleRateHz: number;
  mouth: readonly { at: number; open: number }[];
  /** RMS of 20 ms from `at`, dBFS; -100 where nothing was recorded. */
  levelDbfs(at: number): number;
}

/** To be called before the page is opened; the page is opened with `?probe`, so that the mouth shows itself. */
export async function listenToSpeaker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const recorded: Recorded = { sampleRateHz: 0, blocks: [], mouth: [], until: 0, clock: () => clock() };
    Object.assign(window, { recorded });
    const taps = new WeakMap<BaseAudioContext, AudioNode>();
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
    const tapOf = (context: BaseAudioContext): AudioNode => {
      const known = taps.get(context);
      if (known !== undefined) return known;
      // The page's policy allows no worklet of a test; this node is old but needs no module.
      // It runs on the main thread, so its buffer is the largest there is: what the page draws must not cost it sound.
      const tap = context.createScriptProcessor(16_384, 1, 1);
      recorded.sampleRateHz = context.sampleRate;
      tap.onaudioprocess = (event) => {
        const pcm = event.inputBuffer.getChannelData(0);
        const at = event.playbackTime - (2 * pcm.length) / context.sampleRate;
        recorded.until = at + pcm.length / context.sampleRate;
        if (pcm.some((sample) => sample !== 0)) recorded.blocks.push({ at, pcm: Array.from(pcm) });
      };
      taps.set(context, tap);
      connect.call(tap, context.destination);
      return tap;
    };
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) connect.call(this, tapOf(this.context));
      return connect.apply(this, args);
    } as typeof AudioNode.prototype.connect;
    let context: AudioContext | undefined;
    const clock = (): { contextS: number; ms: number } => {
      const { contextTime: contextS = 0, performanceTime: ms = 0 } = context?.getOutputTimestamp() ?? {};
      return { contextS, ms };
    };
    const Original = window.AudioContext;
    window.AudioContext = class extends Original {
      constructor(options?: AudioContextOptions) {
        super(options);
        context = this;
      }
    };
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const open = Number((target as Element).getAttribute("data-mouth"));
        if (context !== undefined) recorded.mouth.push({ at: context.currentTime, open });
      }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-mouth"] });
  });
}

export async function heardFrom(page: Page): Promise<Heard> {
  // What was played until now is recorded within a buffer's length.
  await page.waitForFunction(() => {
    const all = window as unknown as { recorded: Recorded; asked?: number };
    all.asked ??= all.recorded.until;
    return all.recorded.until > all.asked + 0.7;
  });
  const { sampleRateHz, blocks, mouth } = await page.evaluate(() => {
    const { clock: _, ...recorded } = (window as unknown as { recorded: Recorded }).recorded;
    return recorded;
  });
  const start = blocks[0]?.at ?? 0;
  const last = blocks.at(-1);
  const length = last === undefined ? 0 : Math.round((last.at - start) * sampleRateHz) + last.pcm.length;
  const pcm = new Float32Array(length);
  for (const block of blocks) pcm.set(block.pcm, Math.round((block.at - start) * sampleRateHz));
  return {
    pcm,
    sampleRateHz,
    mouth,
    levelDbfs(at) {
      const from = Math.round((at - start) * sampleRateHz);
      const window = pcm.subarray(Math.max(0, from), Math.max(0, from + sampleRateHz / 50));
      const power = window.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, window.length);
      return Math.max(-100, 10 * Math.log10(power + 1e-10));
    },
  };
}

/** The last hop of the way out without its thread, and a screen beside it. */
import { createMouthTrack, MouthReader } from "../mouth-track.ts";
import { createControl, PlayoutCore } from "../playout.ts";
import { createRing, RingWriter } from "../ring.ts";
import { createSegments, SegmentWriter } from "../segments.ts";
import { OUTPUT_LATENCY_MS, RATE_HZ, SCREEN_HZ, type Seen, STALL_AFTER_MS, STALL_MS, speech } from "./lip-sync.ts";

const QUANTUM = 128;

/** Plays `speech` through its stall. @returns what was heard and seen */
export function playSpeech(): { rendered: Float32Array; seen: Seen[] } {
  const source = speech();
  const memory = {
    ring: createRing(2 * source.length),
    segments: createSegments(),
    control: createControl(),
    mouth: createMouthTrack(),
  };
  const writer = new RingWriter(memory.ring);
  const mouth = new MouthReader(memory.mouth);
  const core = new PlayoutCore(memory, RATE_HZ, { begun() {}, stalled() {}, ended() {} });
  new SegmentWriter(memory.segments).mark("begin", 1, 0);
  const given = (STALL_AFTER_MS * RATE_HZ) / 1000;
  const resumeS = (STALL_AFTER_MS + STALL_MS) / 1000;
  writer.push(source.subarray(0, given));
  const rendered = new Float32Array(Math.ceil((source.length + 0.6 * RATE_HZ) / QUANTUM) * QUANTUM);
  const seen: Seen[] = [];
  let isWhole = false;
  for (let at = 0; at < rendered.length; at += QUANTUM) {
    const timeS = at / RATE_HZ;
    if (!isWhole && timeS >= resumeS) isWhole = writer.push(source.subarray(given));
    core.render(rendered.subarray(at, at + QUANTUM), timeS);
    if (timeS * SCREEN_HZ < seen.length) continue;
    const audibleS = timeS + QUANTUM / RATE_HZ - OUTPUT_LATENCY_MS / 1000;
    const isRead = mouth.seek(audibleS);
    seen.push({ audibleS, open: isRead ? mouth.weights.reduce((sum, weight) => sum + weight, 0) : 0 });
  }
  return { rendered, seen };
}

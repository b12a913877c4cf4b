/** One utterance through the relay's own listening, in virtual time: the recogniser takes none, so no partial is left out. */
import { MICROPHONE_FRAME, RTP_CLOCK_HZ } from "@hisho/protocol";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { STT_SAMPLE_RATE_HZ } from "@hisho/providers/stt/port.ts";
import { createLog } from "@hisho/relay/log.ts";
import { Roles } from "@hisho/relay/roles.ts";
import { type FinalTranscript, Listening } from "@hisho/relay/session/listening.ts";
import { PartialScheduler } from "@hisho/relay/speech/partials.ts";
import { FINAL_FLUSH_SILENCE_MS } from "../start-relay.ts";
import type { CountedStt } from "./counted.ts";
import { VirtualClock } from "./virtual-clock.ts";

const FRAME_SAMPLES = (STT_SAMPLE_RATE_HZ * MICROPHONE_FRAME) / 1000;
const RTP_PER_SAMPLE = RTP_CLOCK_HZ / STT_SAMPLE_RATE_HZ;

export interface Heard {
  partials: { atS: number; text: string }[];
  /** Undefined when nothing was heard. */
  final: string | undefined;
}

/** @param pcm mono, 16 kHz */
export async function hear(pcm: Float32Array, stt: CountedStt): Promise<Heard> {
  const clock = new VirtualClock();
  const log = createLog("warn", (line) => process.stderr.write(`${line}\n`));
  const partials: Heard["partials"] = [];
  let given: FinalTranscript | undefined;
  const listening = new Listening(
    1,
    0,
    "en-US",
    {
      roles: new Roles({ ...createScriptedProviders(), stt: [stt] }, clock, log),
      partials: new PartialScheduler(clock, 1),
      clock,
      log,
      finalFlushSilenceMs: FINAL_FLUSH_SILENCE_MS,
    },
    {
      partial: (text) => partials.push({ atS: clock.now() / 1000, text }),
      final: (transcript) => {
        given = transcript;
      },
    },
  );
  for (let at = 0; at < pcm.length; at += FRAME_SAMPLES) {
    clock.pass(MICROPHONE_FRAME);
    listening.hear(pcm.subarray(at, at + FRAME_SAMPLES), Math.round((at + FRAME_SAMPLES) * RTP_PER_SAMPLE));
    await stt.idle();
  }
  listening.end(Math.round(pcm.length * RTP_PER_SAMPLE), false);
  await stt.idle();
  clock.pass(FINAL_FLUSH_SILENCE_MS);
  await stt.idle();
  return { partials, final: given?.heard === true ? given.text : undefined };
}

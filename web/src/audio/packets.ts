/** Sound of a file as the voice plays it. */
import { MICROPHONE_FRAME, RTP_CLOCK_HZ } from "@hisho/protocol";
import type { FromEncoder } from "@hisho/worklets/ports/opus.ts";
import type { FromVad } from "@hisho/worklets/ports/vad.ts";
import { transfer } from "comlink";
import { startEncoder } from "./opus.ts";

const FRAME_SAMPLES = (RTP_CLOCK_HZ / 1000) * MICROPHONE_FRAME;

/**
 * @param sound any format that the browser decodes
 * @returns mono Opus packets of 20 ms
 * @throws DOMException when the sound cannot be decoded, Error when the encoder does not load
 */
export async function packetsOf(sound: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>[]> {
  const decoder = new OfflineAudioContext(1, 1, RTP_CLOCK_HZ);
  const pcm = (await decoder.decodeAudioData(sound)).getChannelData(0);
  const encoder = startEncoder();
  try {
    const frames = new MessageChannel();
    const packets = new MessageChannel();
    const encoded: Uint8Array<ArrayBuffer>[] = [];
    const done = new Promise<void>((resolve) => {
      packets.port1.onmessage = ({ data }: MessageEvent<FromEncoder>) => {
        if (data.type === "packet") encoded.push(data.packet);
        else resolve();
      };
    });
    const begun = encoder.api.start(transfer(frames.port2, [frames.port2]), transfer(packets.port2, [packets.port2]));
    await Promise.race([begun, encoder.failed]);
    for (let at = 0; at < pcm.length; at += FRAME_SAMPLES) {
      const frame = new Float32Array(FRAME_SAMPLES);
      frame.set(pcm.subarray(at, at + FRAME_SAMPLES));
      frames.port1.postMessage({ type: "frame", pcm: frame, position: at, dropped: 0 } satisfies FromVad);
    }
    // What is no frame is passed on in its order: everything before it has been encoded.
    frames.port1.postMessage({ type: "deaf" } satisfies FromVad);
    await Promise.race([done, encoder.failed]);
    return encoded;
  } finally {
    encoder.end();
  }
}

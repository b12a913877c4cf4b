/** Frames of 20 ms to Opus packets, and the events of the gate past them in order. */
import { MICROPHONE_FRAME, OPUS_BITRATE, RTP_CLOCK_HZ } from "@hisho/protocol";
import { expose } from "comlink";
import opus from "opus-recorder/dist/encoderWorker.min.js";
import { FRAME_SAMPLES } from "../dsp/framer.ts";
import { oggPayload } from "../dsp/ogg-page.ts";
import type { EncoderApi, FromEncoder } from "../ports/opus.ts";
import type { FromVad } from "../ports/vad.ts";

/** opus_defines.h, OPUS_APPLICATION_VOIP. */
const APPLICATION_VOIP = 2048;

// opus-recorder installs a handler of its own for its own messages; Comlink listens with addEventListener.
self.onmessage = null;

const createEncoder = () =>
  new opus.OggOpusEncoder(
    {
      encoderApplication: APPLICATION_VOIP,
      encoderFrameSize: MICROPHONE_FRAME,
      encoderSampleRate: RTP_CLOCK_HZ,
      originalSampleRate: RTP_CLOCK_HZ,
      encoderBitRate: OPUS_BITRATE,
      maxFramesPerPage: 1,
      numberOfChannels: 1,
    },
    opus.Module,
  );

const api: EncoderApi<MessagePort> = {
  start(input, output) {
    let encoder = createEncoder();
    let lost = 0;
    const send = (message: FromEncoder, transfer: Transferable[] = []): void => output.postMessage(message, transfer);

    /** A frame that cannot be encoded is lost sound, counted before the next packet. */
    function encode(pcm: Float32Array): Uint8Array<ArrayBuffer> | undefined {
      try {
        const page = encoder.encode([pcm])[0]?.page;
        return page && oggPayload(page);
      } catch {
        encoder = createEncoder();
        return undefined;
      }
    }

    input.onmessage = ({ data }: MessageEvent<FromVad>) => {
      if (data.type !== "frame") {
        send(data);
        return;
      }
      const packet = encode(data.pcm);
      if (packet === undefined) {
        lost += data.dropped + FRAME_SAMPLES;
        return;
      }
      send({ type: "packet", packet, position: data.position, dropped: data.dropped + lost }, [packet.buffer]);
      lost = 0;
    };
  },
};

expose(api);

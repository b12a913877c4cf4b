/** HeadAudio's processor with the model that comes with it, without the thread. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Engine, QUANTUM_SAMPLES, SILENCE } from "../engine.ts";

const require = createRequire(import.meta.url);
const PLAYED_HZ = 48_000;
const SHAPES: Readonly<Record<number, number>> = { 0: 0, 1: 3, 2: 1, 3: 4, 4: 2, 14: SILENCE };
/** Binary record of parameters.mjs: group, viseme; means; lower half of the inverse covariance. */
const HEADER = 2;
const VISEME_BYTE = 7;
const MEANS = 12;
const LOWER = (MEANS * (MEANS + 1)) / 2;

interface Message {
  event: string;
  viseme?: number | null;
}
interface Processor {
  process(samples: Float32Array): void;
  _onmessage(message: { data: object }): void;
  update(options: Record<string, number>): void;
}
type ProcessorClass = new (options: object, worklet: { port: { postMessage(message: Message): void } }) => Processor;

const { Processor } = (await import(require.resolve("@met4citizen/headaudio/modules/processor.mjs"))) as {
  Processor: ProcessorClass;
};
const model = readModel(readFileSync(require.resolve("@met4citizen/headaudio/dist/model-en-mixed.bin")));

export interface HeadAudioSettings {
  gain: number;
  /** The gate closes this much below where it opens, dB. */
  gateDb: number;
  silSensitivity: number;
  speakerMeanHz: number;
}

/** Consonants keep the shape before them: kinder than counting them as wrong. */
export function headAudio(name: string, settings: HeadAudioSettings): Engine {
  const { gain, gateDb, silSensitivity, speakerMeanHz } = settings;
  const parameterData = { vadGateActiveDb: gateDb, vadGateInactiveDb: gateDb - 10, silSensitivity };
  return {
    name,
    listen() {
      let shape = SILENCE;
      const postMessage = ({ event, viseme }: Message): void => {
        if (event === "ended") shape = SILENCE;
        else if (event === "viseme" && viseme !== null && viseme !== undefined) shape = SHAPES[viseme] ?? shape;
      };
      const processor = new Processor({ sampleRate: PLAYED_HZ, parameterData }, { port: { postMessage } });
      processor.update({ speakerMeanHz });
      processor._onmessage({ data: { event: "model", reset: true, model } });
      const loud = new Float32Array(QUANTUM_SAMPLES);
      return {
        hear(quantum) {
          for (let i = 0; i < quantum.length; i++) loud[i] = gain * quantum[i]!;
          processor.process(loud);
          return shape;
        },
      };
    },
  };
}

function readModel(bytes: Buffer): object[] {
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const record = HEADER + MEANS + LOWER;
  return Array.from({ length: Math.floor(floats.length / record) }, (_, i) => {
    const at = i * record;
    return {
      viseme: bytes.readUInt8(4 * at + VISEME_BYTE),
      mu: floats.subarray(at + HEADER, at + HEADER + MEANS),
      sigmaInvLower: floats.subarray(at + HEADER + MEANS, at + record),
    };
  });
}

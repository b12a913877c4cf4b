/** What is said to the page: real speech, one sentence after another, with pauses that let each answer end. */
import { inauguralClip, pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import type { Recording } from "@hisho/providers/testing/wav.ts";
import { withPauses } from "../../web/e2e/microphone.ts";
import { seededRandom } from "../statistics.ts";

const UTTERANCES = 22;
/** The page gets ready to listen. */
const LEAD_S = 4;
/** The embedded answer takes about 5 s; the calls made directly come after it. */
const SHORTEST_PAUSE_S = 8.5;
const LONGEST_PAUSE_S = 9.5;
/** Speech begins and ends with the loudest 10 ms of the recording less this. */
export const SPEECH_BELOW_LOUDEST_DB = 30;
const FRAME_S = 0.01;

/** The inaugural clip's phrases, by the long pauses between them, in s. */
const INAUGURAL_PIECES = [
  { fromS: 0, toS: 2.6, text: "And so my fellow Americans" },
  { fromS: 3.1, toS: 4.9, text: "ask not" },
  { fromS: 5.2, toS: 8, text: "what your country can do for you" },
  { fromS: 8.05, toS: 11, text: "ask what you can do for your country" },
];

interface Sentence {
  text: string;
  recording: Recording;
}

export interface Spoken {
  text: string;
  /** Where its recording lies in the script, and where in it the recording's own level rises and falls, in s. */
  fromS: number;
  toS: number;
  beginS: number;
  endS: number;
}

export interface Script {
  recording: Recording;
  spoken: readonly Spoken[];
}

/** The same script each time; undefined where none of the recordings is on the machine. */
export function voiceScript(): Script | undefined {
  const sentences = [
    ...inauguralPhrases(),
    ...pocketsphinxClips().map(({ text, read }) => ({ text, recording: read() })),
  ];
  if (sentences.length === 0) return undefined;
  const random = seededRandom(2);
  const said = Array.from({ length: UTTERANCES }, (_, i) => sentences[i % sentences.length]!);
  const pauses = [LEAD_S, ...said.map(() => SHORTEST_PAUSE_S + random() * (LONGEST_PAUSE_S - SHORTEST_PAUSE_S))];
  let atS = 0;
  const spoken = said.map(({ text, recording }, i): Spoken => {
    const fromS = atS + pauses[i]!;
    atS = fromS + recording.pcm.length / recording.sampleRateHz;
    const { beginS, endS } = speechIn(recording);
    return { text, fromS, toS: atS, beginS: fromS + beginS, endS: fromS + endS };
  });
  const recording = withPauses(
    said.map((sentence) => sentence.recording),
    pauses,
  );
  return { recording, spoken };
}

function inauguralPhrases(): Sentence[] {
  const clip = inauguralClip();
  if (clip === undefined) return [];
  const { pcm, sampleRateHz } = clip.read();
  return INAUGURAL_PIECES.map(({ fromS, toS, text }) => {
    const piece = pcm.slice(Math.round(fromS * sampleRateHz), Math.round(toS * sampleRateHz));
    return { text, recording: { pcm: piece, sampleRateHz } };
  });
}

/** Where the level of a recording first rises to that of speech and where it last falls below it, in s. */
export function speechIn({ pcm, sampleRateHz }: Recording): { beginS: number; endS: number } {
  const frame = Math.round(FRAME_S * sampleRateHz);
  const powers = Array.from({ length: Math.floor(pcm.length / frame) }, (_, index) =>
    pcm.subarray(index * frame, (index + 1) * frame).reduce((sum, sample) => sum + sample * sample, 0),
  );
  const threshold = Math.max(0, ...powers) * 10 ** (-SPEECH_BELOW_LOUDEST_DB / 10);
  const isSpeech = (power: number): boolean => power > threshold;
  return { beginS: powers.findIndex(isSpeech) * FRAME_S, endS: (powers.findLastIndex(isSpeech) + 1) * FRAME_S };
}

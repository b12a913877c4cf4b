/** The figures of a conversation, each with what it is measured from and to. */
import { scoredWords, wordErrors } from "@hisho/providers/testing/wer.ts";
import { FINAL_FLUSH_SILENCE_MS } from "../start-relay.ts";
import { quantile, table } from "../statistics.ts";
import type { Conversation } from "./conversation.ts";
import { heardIn, scriptBehindS } from "./heard.ts";
import { partialAges, type RecordedAge } from "./partials.ts";
import { type Script, SPEECH_BELOW_LOUDEST_DB, type Spoken } from "./recordings.ts";
import { type SpokenTurn, spokenTurns } from "./turns.ts";

const MEANINGS = `\
What it is measured from and to. Instants are the browser's own (DevTools protocol, monotonic clock).
1  from the first sample that the page's voice detector calls speech (timestamp of speech_start) to the first
   transcript_partial of that utterance at the page
2  from the capture of the newest sound in a partial to that partial at the page: capture to socket of the last frame sent
   before, computed from the frames, + arrival to sending as the relay records it + the way to the page beyond the fastest
3  from the end of the last sample that the detector calls speech (timestamp of speech_end) to transcript_final at the page;
   the silence of ${FINAL_FLUSH_SILENCE_MS} ms that ends an utterance is in it
4  from that end to the first sample out of the loudspeaker, output latency included, as the page itself reports it
   (audible_ms of playback started); the lines under it are from the same end, of the same turns
5  the sound that the relay got, again: recogniser, model to its first clause, voice to its first sound, called in the
   relay's process without the relay after each answer, while nobody speaks
6  the detector's edges against the recording's own level (${SPEECH_BELOW_LOUDEST_DB} dB under its loudest 10 ms): add the end's to 3 and 4, the
   beginning's to 1, to have them from there
Capture is known by the frames' timestamps and the fastest of all frames: the time which even that one needed, and the
buffer of the device, are in none of the figures.`;

/** From the beginning of a recording to the beginning of speech in it, on the microphone's clock, at most. */
const STARTS_WITHIN_S = 4;

/** @param recorded the relay's ages of all its partials. @returns lines for people */
export function report(conversation: Conversation, recorded: readonly RecordedAge[], script: Script): string {
  const { log, directMs } = conversation;
  const turns = spokenTurns(log);
  const ages = partialAges(log, recorded);
  const heard = turns.flatMap((turn) => (turn.audibleMs === undefined ? [] : [{ ...turn, audibleMs: turn.audibleMs }]));
  const pairs = heard.flatMap(({ turn, audibleMs }) => {
    const took = directMs.get(turn);
    return took === undefined ? [] : [{ audibleMs, took }];
  });
  const edges = turns.flatMap((turn) => edgesAgainstLevel(turn, conversation, script));
  const figures: [string, readonly number[]][] = [
    ["1 first partial", present(turns.map(({ firstPartialAtMs: at, begin }) => at && at - begin.atMs))],
    ["2 partial age (goal 500)", ages.map(({ wholeMs }) => wholeMs)],
    ["  of it in the relay", ages.map(({ inRelayMs }) => inRelayMs)],
    ["3 final transcript", turns.map(({ finalAtMs, end }) => finalAtMs - end.atMs)],
    ["4 first audible sample", heard.map(({ audibleMs }) => audibleMs)],
    ["  speech_end sent", heard.map(({ endSentAtMs, end }) => endSentAtMs - end.atMs)],
    ["  final transcript", heard.map(({ finalAtMs, end }) => finalAtMs - end.atMs)],
    ["  first Opus frame", present(heard.map(({ firstFrameAtMs: at, end }) => at && at - end.atMs))],
    ["5 the calls without the relay", pairs.map(({ took }) => took)],
    ["6 beginning after the level's", edges.map(({ beginMs }) => beginMs)],
    ["  end after the level's", edges.map(({ endMs }) => endMs)],
  ];
  const rows = figures.map(([name, values]) => [
    name.padEnd(30),
    String(values.length),
    ...[0.5, 0.95].map((share) => quantile(values, share).toFixed(0)),
  ]);
  const ratios = pairs.map(({ audibleMs, took }) => audibleMs / (FINAL_FLUSH_SILENCE_MS + took));
  return [
    table(["ms".padEnd(30), "n", "p50", "p95"], rows),
    `First audible sample / (${FINAL_FLUSH_SILENCE_MS} ms of silence + the calls without the relay): ` +
      `p50 ${quantile(ratios, 0.5).toFixed(2)}, p95 ${quantile(ratios, 0.95).toFixed(2)}, n ${ratios.length}`,
    words(turns, script),
    outcomes(conversation, turns),
    "",
    MEANINGS,
  ].join("\n");
}

const present = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

/** What was said when the microphone's clock stood there. */
const sentenceAt = ({ spoken }: Script, captureS: number): Spoken | undefined =>
  spoken.findLast(({ fromS, toS }) => captureS > fromS - 1 && captureS < toS + STARTS_WITHIN_S);

/** How much later the voice detector sees an utterance begin and end than its recording's level does. */
function edgesAgainstLevel({ utterances, begin, end }: SpokenTurn, { log }: Conversation, script: Script) {
  const sentence = sentenceAt(script, begin.captureS);
  const sound = heardIn(log, utterances);
  if (sentence === undefined || sound === undefined || utterances.length > 1) return [];
  const behindS = scriptBehindS(script.recording.pcm, sound, begin.captureS);
  return [
    {
      beginMs: (begin.captureS - behindS - sentence.beginS) * 1000,
      endMs: (end.captureS - behindS - sentence.endS) * 1000,
    },
  ];
}

function words(turns: readonly SpokenTurn[], script: Script): string {
  const heardAs = (sentence: Spoken): string =>
    turns
      .filter(({ begin }) => sentenceAt(script, begin.captureS) === sentence)
      .map(({ text }) => text)
      .join(" ");
  const { spoken } = script;
  const unheard = spoken.filter((sentence) => heardAs(sentence) === "").map(({ text }) => ` (${text})`);
  const errors = spoken.reduce((sum, sentence) => sum + wordErrors(sentence.text, heardAs(sentence)), 0);
  const count = spoken.reduce((sum, { text }) => sum + scoredWords(text).length, 0);
  return (
    `Words of the finals: ${((100 * errors) / count).toFixed(1)} % wrong (${errors} of ${count}), ` +
    `${unheard.length} of ${spoken.length} utterances not heard${unheard.join("")}`
  );
}

/** What became of the turns, those that the figures do not show included. */
function outcomes({ log }: Conversation, turns: readonly SpokenTurn[]): string {
  const reasons = new Map<string, number>();
  for (const { event } of log.received) {
    if (event.type === "turn_end") reasons.set(event.reason, (reasons.get(event.reason) ?? 0) + 1);
  }
  const count = (holds: (turn: SpokenTurn) => boolean): number => turns.filter(holds).length;
  const stalls = log.sent.filter(({ message }) => message.type === "playback" && message.state === "stalled").length;
  return (
    `Turns: ${[...reasons].map(([reason, n]) => `${n} ${reason}`).join(", ")}; ` +
    `${count(({ utterances }) => utterances.length > 1)} merged of several utterances, ` +
    `${count(({ reopened }) => reopened > 0)} reopened, ` +
    `${count(({ firstPartialAtMs }) => firstPartialAtMs === undefined)} without a partial; playback stalled ${stalls} times`
  );
}

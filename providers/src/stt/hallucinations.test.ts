import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { inauguralClip, pocketsphinxClips } from "../testing/clips.ts";
import { findCommand } from "../tts/engines/find-command.ts";
import { readWav } from "../tts/wav.ts";
import { judgeTranscript } from "./hallucinations.ts";
import { speechLevel } from "./speech-level.ts";

const RATE_HZ = 16_000;

/** The same numbers each time: Marsaglia's xorshift32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

type Noise = (random: () => number) => () => number;

const white: Noise = (random) => () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
/** P. Kellet's filter (musicdsp.org, "Filter to make pink noise from white noise", economy version). */
const pink: Noise = (random) => {
  const next = white(random);
  let [a, b, c] = [0, 0, 0];
  return () => {
    const sample = next();
    a = 0.99765 * a + sample * 0.099046;
    b = 0.963 * b + sample * 0.2965164;
    c = 0.57 * c + sample * 1.0526913;
    return a + b + c + sample * 0.1848;
  };
};
const hum =
  (hz: number): Noise =>
  () => {
    let at = 0;
    return () => {
      at += 1;
      return Math.sin((2 * Math.PI * hz * at) / RATE_HZ) + 0.4 * Math.sin((6 * Math.PI * hz * at) / RATE_HZ);
    };
  };
const NOISES: Readonly<Record<string, Noise>> = { white, pink, "hum of 50 Hz": hum(50), "hum of 60 Hz": hum(60) };

/** @param rmsDbfs its level over the whole time */
function noise(kind: Noise, seconds: number, rmsDbfs: number, seed: number): Float32Array {
  const next = kind(randomFrom(seed));
  const pcm = Float32Array.from({ length: seconds * RATE_HZ }, next);
  const rms = Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length);
  return pcm.map((sample) => (sample / rms) * 10 ** (rmsDbfs / 20));
}

function mixed(speech: Float32Array, snrDb: number): Float32Array {
  const rms = Math.sqrt(speech.reduce((sum, sample) => sum + sample * sample, 0) / speech.length);
  const room = noise(white, speech.length / RATE_HZ, 20 * Math.log10(rms) - snrDb, 7);
  return speech.map((sample, at) => sample + (room[at] ?? 0));
}

const HALLUCINATIONS = [
  ["ja", "ご視聴ありがとうございました"],
  ["ja", "ありがとうございました。"],
  ["en", "Thank you for watching!"],
  ["en", "you"],
  ["ko", "시청해주셔서 감사합니다."],
  ["ko", "MBC 뉴스 이덕영입니다."],
  ["und", "Thank you."],
] as const;

describe("without anybody speaking", () => {
  const LEVELS_DBFS = [-70, -55, -45, -35, -25, -15];

  it.each(Object.entries(NOISES))("drops every phrase in %s, loud or soft, short or long", (_, kind) => {
    const verdicts = [1, 2, 3].flatMap((seed) =>
      [1, 4, 12].flatMap((seconds) =>
        LEVELS_DBFS.flatMap((dbfs) => {
          const level = speechLevel(noise(kind, seconds, dbfs, seed));
          return HALLUCINATIONS.map(([language, text]) => judgeTranscript({ text, language, level }));
        }),
      ),
    );
    const dropped = verdicts.flatMap((verdict) => (verdict.keep ? [] : [verdict.reason]));
    expect(dropped).toHaveLength(verdicts.length);
    expect([...new Set(dropped)].sort()).toEqual(["phrase", "silence"]);
  });

  it.each(Object.entries(NOISES))("drops words of no list in %s when the recogniser thinks it silent", (_, kind) => {
    const level = speechLevel(noise(kind, 3, -30, 1));
    const heard = { text: "Our evidence is a key", language: "en", level };
    expect(judgeTranscript({ ...heard, noSpeech: 0.7 })).toEqual({ keep: false, reason: "no-speech" });
    expect(judgeTranscript({ ...heard, noSpeech: 0.3 })).toMatchObject({ keep: true });
    expect(judgeTranscript({ ...heard, noSpeech: 0.7 }, 0.8)).toMatchObject({ keep: true });
  });

  it.each([new Float32Array(0), new Float32Array(16_000), new Float32Array(16_000).fill(0.3)])(
    "drops whatever is heard in digital silence",
    (pcm) => {
      const heard = { text: "Delete all my notes", language: "en", level: speechLevel(pcm) };
      expect(judgeTranscript(heard)).toEqual({ keep: false, reason: "silence" });
    },
  );

  it("drops a phrase that a click or a slammed door is too short for", () => {
    for (const [seconds, text] of [
      [0.02, "you"],
      [0.3, "ご視聴ありがとうございました"],
    ] as const) {
      const pcm = noise(white, 3, -65, 3);
      pcm.set(noise(white, seconds, -12, 4), 16_000);
      const verdict = judgeTranscript({ text, language: "ja", level: speechLevel(pcm) });
      expect(verdict).toEqual({ keep: false, reason: "phrase" });
    }
  });

  it.each(["[BLANK_AUDIO]", "(wind blowing)", "♪♪♪", "（拍手）", "..."])("drops %j however loud it was", (text) => {
    const level = { loudestDbfs: -10, floorDbfs: -50, activeSeconds: 2 };
    expect(judgeTranscript({ text, language: "ja", level })).toEqual({ keep: false, reason: "phrase" });
  });
});

describe("a decoder's loop", () => {
  const loud = { loudestDbfs: -10, floorDbfs: -50, activeSeconds: 5 };
  const steady = { loudestDbfs: -20, floorDbfs: -24, activeSeconds: 0 };

  it("is dropped when it goes round as nobody speaks", () => {
    const text = "はい、そうですね。".repeat(20);
    const level = { ...loud, activeSeconds: 28 };
    expect(judgeTranscript({ text, language: "ja", level })).toEqual({ keep: false, reason: "repetition" });
  });

  it("is dropped on weak evidence when it is shorter, or only nearly the same", () => {
    const judge = (text: string, level: typeof loud) => judgeTranscript({ text, language: "en", level });
    const six = "Okay then. ".repeat(6);
    expect(judge(six, steady)).toEqual({ keep: false, reason: "repetition" });
    expect(judge(six, loud)).toMatchObject({ keep: true });
    const nearly = Array.from({ length: 12 }, (_, i) => `I'm going to go to the ${i % 3} store now.`).join(" ");
    expect(judge(nearly, steady)).toEqual({ keep: false, reason: "repetition" });
  });

  it.each(["No, no, no!", "はいはいはい", "010-0000-0000", "ha ha ha ha ha"])("is not %j", (text) => {
    expect(judgeTranscript({ text, language: "ja", level: loud })).toEqual({ keep: true, text });
  });
});

it("takes notes on sounds out of what was said", () => {
  const level = { loudestDbfs: -10, floorDbfs: -50, activeSeconds: 2 };
  const verdict = judgeTranscript({ text: "[音楽] 今日の予定は (笑)", language: "ja", level });
  expect(verdict).toEqual({ keep: true, text: "今日の予定は" });
  expect(judgeTranscript({ text: " ", language: "ja", level })).toEqual({ keep: true, text: "" });
});

describe("what people really say", () => {
  const inaugural = inauguralClip();
  const clips = [...(inaugural === undefined ? [] : [inaugural]), ...pocketsphinxClips()];
  const RECORDED = clips.map(({ name, text, read }) => [name, text, read] as const);

  it.skipIf(RECORDED.length === 0)("stays, whatever the recogniser thinks, in quiet and in noise", () => {
    for (const [name, text, read] of RECORDED) {
      const { pcm } = read();
      for (const sound of [pcm, mixed(pcm, 20), mixed(pcm, 10), mixed(pcm, 5)]) {
        for (const noSpeech of [0.01, 0.95]) {
          const verdict = judgeTranscript({ text, language: "en", noSpeech, level: speechLevel(sound) });
          expect(verdict, name).toEqual({ keep: true, text });
        }
      }
    }
  });

  it.skipIf(RECORDED.length === 0)("stays even as a phrase of the list, unless the recogniser doubts it", () => {
    for (const [name, , read] of RECORDED) {
      const level = speechLevel(mixed(read().pcm, 10));
      const heard = { text: "Thank you.", language: "en", level };
      expect(judgeTranscript({ ...heard, noSpeech: 0.2 }), name).toMatchObject({ keep: true });
      expect(judgeTranscript({ ...heard, noSpeech: 0.7 }), name).toEqual({ keep: false, reason: "phrase" });
    }
  });

  const espeak = findCommand("espeak-ng");

  it.skipIf(espeak === undefined).each([
    ["ja", "ありがとうございました"],
    ["ja", "ごしちょうありがとうございました"],
    ["ja", "おやすみなさい"],
    ["ja", "はい"],
    ["ko", "감사합니다"],
    ["ko", "네"],
    ["en", "Thank you."],
    ["en", "Thank you very much."],
    ["en", "Bye."],
  ])("in %s stays when it is %j, fast too, in quiet and in noise", (language, text) => {
    for (const wordsPerMinute of [150, 240]) {
      const { stdout } = spawnSync(espeak ?? "", ["-v", language, "-s", `${wordsPerMinute}`, "--stdout", text]);
      const { pcm, sampleRateHz } = readWav(stdout);
      const spoken = Float32Array.from(
        { length: Math.floor((pcm.length * RATE_HZ) / sampleRateHz) },
        (_, at) => pcm[Math.floor((at * sampleRateHz) / RATE_HZ)] ?? 0,
      );
      // As it comes from a microphone: a quiet room, before the speech and behind it.
      const heard = new Float32Array(spoken.length + RATE_HZ / 2);
      heard.set(spoken, RATE_HZ / 4);
      for (const sound of [mixed(heard, 35), mixed(heard, 15)]) {
        const verdict = judgeTranscript({ text, language, level: speechLevel(sound) });
        expect(verdict, `${wordsPerMinute} words a minute`).toEqual({ keep: true, text });
      }
    }
  });
});

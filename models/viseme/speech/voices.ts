/** Voices to learn from and, apart from them, voices to be judged by: no variant of a judged family is learned from. */

import { seeded, seedOf } from "./random.ts";
import { babble, JUDGED, LEARNED } from "./sentences.ts";
import type { Part } from "./utterance.ts";

/** espeak-ng's variants: formants, breath and pitch of many speakers, over two kinds of synthesiser. */
const LEARNED_VARIANTS = [
  "",
  "m1",
  "m2",
  "m4",
  "m5",
  "m6",
  "m8",
  "f1",
  "f3",
  "f4",
  "croak",
  "klatt",
  "klatt2",
  "klatt4",
  "klatt5",
  "klatt6",
  "adam",
  "Alex",
  "Andrea",
  "Andy",
  "Annie",
  "antonio",
  "aunty",
  "belinda",
  "benjamin",
  "caleb",
  "david",
  "Denis",
  "Diogo",
  "ed",
  "edward",
  "edward2",
  "Gene",
  "Gene2",
  "Gustave",
  "Henrique",
  "Hugo",
  "iven",
  "iven2",
  "iven3",
  "iven4",
  "Jacky",
  "john",
  "kaukovalta",
  "Lee",
  "Marcelo",
  "Michael",
  "michel",
  "miguel",
  "mike",
  "Mr serious",
  "Nguyen",
  "pablo",
  "paul",
  "pedro",
  "quincy",
  "RicishayMax",
  "RicishayMax2",
  "rob",
  "robert",
  "robosoft",
  "robosoft4",
  "robosoft7",
  "shelby",
  "Storm",
  "Tweaky",
  "UniRobot",
  "Zac",
  "anika",
  "anxiousAndy",
  "grandpa",
  "norbert",
  "sandro",
  "travis",
  "whisper",
];
const JUDGED_VARIANTS = [
  "m3",
  "m7",
  "f2",
  "f5",
  "linda",
  "mario",
  "max",
  "Alicia",
  "boris",
  "klatt3",
  "marco",
  "victor",
  "steph",
  "grandma",
];
const MEI = ["normal", "happy", "angry", "sad", "bashful"];
const MEI_VOICE = (mood: string): string => `open-jtalk/voices/mei_${mood}.htsvoice`;
/** The other speaker there is for Open JTalk: never learned from. */
const NITECH = "open-jtalk-nitech/nitech_jp_atr503_m001.htsvoice";
const JUDGED_PER_VOICE = 16;
const INVENTED = 320;

type Draw = () => number;
const between = (random: Draw, low: number, high: number): number => low + (high - low) * random();
const whole = (random: Draw, low: number, high: number): number => Math.round(between(random, low, high));

function some<T>(random: Draw, list: readonly T[], count: number): T[] {
  const left = [...list];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0]!,
  );
}

const japanese = (random: Draw, said: number, babbled: number): string[] => [
  ...some(random, LEARNED.ja, said),
  ...Array.from({ length: babbled }, () => babble(random)),
];

function espeak(
  language: "ja" | "en-us" | "ko",
  variant: string,
  sentences: (random: Draw) => readonly string[],
): Part {
  const name = `espeak-${language}-${variant || "plain"}`;
  const random = seeded(seedOf(name));
  return {
    engine: "espeak",
    name,
    language,
    variant,
    wordsPerMinute: whole(random, 110, 230),
    pitch: whole(random, 25, 75),
    range: whole(random, 30, 70),
    sentences: sentences(random),
  };
}

/** A speaker that there never was: a throat of another length and shape, another voice in it. */
function invented(index: number): Part {
  const variant = `invented${index}`;
  const random = seeded(seedOf(variant));
  const throat = between(random, 0.84, 1.3);
  const scale = (spread: number): number => Math.round(100 * throat * between(random, 1 - spread, 1 + spread));
  const formant = (number: number, spread: number): string => {
    const front = number === 2 && random() < 0.2 ? 1.12 : 1;
    return `formant ${number} ${Math.round(front * scale(spread))} ${whole(random, 70, 130)} ${whole(random, 70, 150)}`;
  };
  const pitchHz = Math.round(95 * throat ** 3 * between(random, 0.8, 1.3));
  const lines = [
    "language variant",
    `name ${variant}`,
    `pitch ${pitchHz} ${Math.round(pitchHz * between(random, 1.15, 1.6))}`,
    formant(1, 0.09),
    formant(2, 0.07),
    ...[3, 4, 5, 6].map((number) => formant(number, 0.12)),
    `voicing ${whole(random, 70, 150)}`,
    `consonants ${whole(random, 50, 150)} ${whole(random, 50, 150)}`,
    `flutter ${whole(random, 0, 4)}`,
    `roughness ${whole(random, 0, 3)}`,
  ];
  if (random() < 0.3) lines.push(`klatt ${whole(random, 1, 6)}`);
  if (random() < 0.5) lines.push(`tone 600 255 1500 ${whole(random, 60, 255)} 3000 ${whole(random, 30, 255)}`);
  if (random() < 0.25) lines.push(`breath 0 ${whole(random, 2, 10)} 6 6 6 6 0 10`, "breathw 150 150 200 200 400 400");
  if (random() < 0.2) lines.push(`echo ${whole(random, 20, 140)} ${whole(random, 5, 40)}`);
  const part = espeak("ja", variant, (draw) => japanese(draw, 5, 7));
  return { ...part, definition: `${lines.join("\n")}\n` } as Part;
}

function mei(index: number): Part {
  const mood = MEI[index % MEI.length]!;
  const name = `jtalk-mei-${mood}-${index}`;
  const random = seeded(seedOf(name));
  const asRecorded = index < MEI.length;
  return {
    engine: "jtalk",
    name,
    voice: MEI_VOICE(mood),
    rate: asRecorded ? 1 : Number(between(random, 0.8, 1.35).toFixed(2)),
    halfTones: asRecorded ? 0 : whole(random, -9, 5),
    allPass: asRecorded ? 0.55 : Number(between(random, 0.44, 0.62).toFixed(3)),
    sentences: japanese(random, 9, 7),
  };
}

/** What the network learns from: about six hours. */
export function learnedParts(): Part[] {
  const variants = LEARNED_VARIANTS;
  return [
    ...variants.map((variant) => espeak("ja", variant, (random) => japanese(random, 7, 7))),
    ...Array.from({ length: INVENTED }, (_, i) => invented(i)),
    ...variants
      .slice(0, 48)
      .filter((_, i) => i % 2 === 0)
      .map((variant) => espeak("en-us", variant, (random) => some(random, LEARNED.en, 6))),
    ...variants
      .slice(0, 48)
      .filter((_, i) => i % 3 === 1)
      .map((variant) => espeak("ko", variant, (random) => some(random, LEARNED.ko, 5))),
    ...Array.from({ length: 50 }, (_, i) => mei(i)),
    ...["slt", "awb", "kal16", "kal"].flatMap((voice) =>
      [0.85, 1, 1.15].map(
        (rate): Part => ({ engine: "flite", name: `flite-${voice}-${rate}`, voice, rate, sentences: LEARNED.en }),
      ),
    ),
  ];
}

/** What it is judged by, in groups that are reported apart. */
export function judgedParts(): Record<"espeak" | "nitech" | "english" | "sameEspeak" | "sameMei", Part[]> {
  const sentences = JUDGED.ja.slice(0, JUDGED_PER_VOICE);
  return {
    espeak: JUDGED_VARIANTS.map((variant) => ({
      ...espeak("ja", variant, () => sentences),
      name: `judged-${variant}`,
    })),
    nitech: [-3, 0, 4].map((halfTones) => ({
      engine: "jtalk",
      name: `judged-nitech${halfTones}`,
      voice: NITECH,
      rate: 1,
      halfTones,
      allPass: 0.55,
      sentences,
    })),
    english: [
      { engine: "flite", name: "judged-rms", voice: "rms", rate: 1, sentences: JUDGED.en },
      ...JUDGED_VARIANTS.slice(0, 3).map((variant) => ({
        ...espeak("en-us", variant, () => JUDGED.en),
        name: `judged-en-${variant}`,
      })),
    ],
    sameEspeak: some(seeded(6), LEARNED_VARIANTS, 10).map((variant) => ({
      ...espeak("ja", variant, () => sentences),
      name: `same-${variant || "plain"}`,
    })),
    sameMei: MEI.map((mood) => ({
      engine: "jtalk",
      name: `same-mei-${mood}`,
      voice: MEI_VOICE(mood),
      rate: 1,
      halfTones: 0,
      allPass: 0.55,
      sentences,
    })),
  };
}

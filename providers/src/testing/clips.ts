/** Real English speech that tests and benchmarks can hear, where it is on the machine. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Recording, readRecording } from "./wav.ts";

export interface Clip {
  name: string;
  text: string;
  read(): Recording;
}

/** Recordings that lie beside the repository. */
const BESIDE = fileURLToPath(new URL("../../../../shared/speech/", import.meta.url));
/** Debian's package pocketsphinx-testdata. */
const POCKETSPHINX = "/usr/share/pocketsphinx/test/data";

/** J. F. Kennedy in 1961, 11 s with long pauses. */
export function inauguralClip(): Clip | undefined {
  const file = join(BESIDE, "jfk.en.wav");
  if (!existsSync(file)) return undefined;
  const text =
    "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";
  return { name: "jfk", text, read: () => readRecording(file) };
}

/** Five sentences of a read book and five short commands; empty where the package is not installed. */
export function pocketsphinxClips(): Clip[] {
  return [...transcribed("librivox", "transcription"), ...transcribed("cards", "cards.transcription")];
}

function transcribed(folder: string, transcription: string): Clip[] {
  const file = join(POCKETSPHINX, folder, transcription);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, text, name] = /^<s> (.*?)\s*<\/s> \((.+)\)$/.exec(line) ?? [];
      if (text === undefined || name === undefined) return [];
      return [{ name, text, read: () => readRecording(join(POCKETSPHINX, folder, `${name}.wav`)) }];
    });
}

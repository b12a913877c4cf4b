import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "../../errors.ts";
import type { Health } from "../../health.ts";
import type { SpeechChunk, Voice } from "../port.ts";
import { cuesOf, delayCues } from "../visemes.ts";
import { readWav } from "../wav.ts";
import { oneLine, piecesOf } from "./clause.ts";
import type { Engine, EngineRequest } from "./engine.ts";
import { findCommand } from "./find-command.ts";
import { japaneseShape } from "./japanese-phones.ts";
import { readOutputLabels } from "./open-jtalk-trace.ts";
import { runSynthesiser } from "./process.ts";

const MODEL_FOLDER = "open-jtalk";
const DEBIAN_DICTIONARY = "/var/lib/mecab/dic/open-jtalk/naist-jdic";
const DEFAULT_VOICE = "mei_normal";
const VOICES = [DEFAULT_VOICE, "mei_happy", "mei_bashful", "mei_sad", "mei_angry"];
/**
 * The program holds one line in 1,024 bytes; a character takes up to 4, also ASCII, which it makes fullwidth. Shorter
 * pieces are heard earlier. */
const MAX_CHARACTERS = 120;

interface Installation {
  program: string;
  dictionary: string;
}

/** Japanese by Open JTalk with the Mei voices: a process for each clause, about 0.2 s for 3 s of speech. */
export class OpenJtalkEngine implements Engine {
  readonly language = "ja";
  readonly voices: readonly Voice[] = VOICES.map((name) => ({ name, language: "ja", licence: "CC-BY-3.0" }));
  readonly #folder: string;

  constructor(weightsDirectory: string) {
    this.#folder = join(weightsDirectory, MODEL_FOLDER);
  }

  health(): Health {
    const found = this.#find();
    return "missing" in found ? { status: "down", reason: found.missing } : { status: "ok" };
  }

  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
  }

  async *speak(request: EngineRequest, signal: AbortSignal): AsyncIterable<SpeechChunk> {
    const found = this.#find();
    if ("missing" in found) throw new ProviderError("tts", "language", found.missing);
    const voice = join(this.#folder, "voices", `${request.voice ?? DEFAULT_VOICE}.htsvoice`);
    let offsetMs = 0;
    for (const piece of piecesOf(oneLine(request.text), MAX_CHARACTERS)) {
      const chunk = await this.#synthesise(found, voice, piece, request.speakingRate, signal);
      yield { ...chunk, visemes: delayCues(chunk.visemes, offsetMs) };
      offsetMs += (chunk.pcm.length * 1000) / chunk.sampleRateHz;
    }
  }

  async close(): Promise<void> {}

  async #synthesise(
    { program, dictionary }: Installation,
    voice: string,
    text: string,
    speakingRate: number,
    signal: AbortSignal,
  ): Promise<Required<SpeechChunk>> {
    // Files, not pipes: the program seeks in its WAV, and Node's pipes are sockets that /dev/stdout cannot open.
    const folder = await mkdtemp(join(tmpdir(), `hisho-jtalk-${process.pid}-`));
    const wav = join(folder, "speech.wav");
    const trace = join(folder, "trace");
    try {
      const args = ["-x", dictionary, "-m", voice, "-r", speakingRate.toFixed(3), "-ow", wav, "-ot", trace];
      await runSynthesiser(program, args, `${text}\n`, signal);
      const { pcm, sampleRateHz } = readWav(await readFile(wav));
      const phones = readOutputLabels(await readFile(trace, "utf8"));
      const visemes = cuesOf(phones, japaneseShape, (pcm.length * 1000) / sampleRateHz);
      return { pcm, sampleRateHz, visemes };
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProviderError("tts", "unavailable", "Open JTalk failed", { retryable: true, cause });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #find(): Installation | { missing: string } {
    const built = join(this.#folder, "bin", "open_jtalk");
    const program = findCommand("open_jtalk") ?? (existsSync(built) ? built : undefined);
    const ours = join(this.#folder, "dictionary");
    const dictionary = [ours, DEBIAN_DICTIONARY].find((folder) => existsSync(join(folder, "sys.dic")));
    const voice = existsSync(join(this.#folder, "voices", `${DEFAULT_VOICE}.htsvoice`));
    if (program === undefined) {
      return {
        missing:
          "Japanese is not spoken: Open JTalk is not on this machine. On Debian: apt-get install open-jtalk; elsewhere " +
          "install a C++ compiler and make; then: node --import tsx models/prepare/main.ts",
      };
    }
    if (dictionary === undefined || !voice) {
      return {
        missing:
          "Japanese is not spoken: Open JTalk's dictionary or voices are missing; run node --import tsx models/prepare/main.ts",
      };
    }
    return { program, dictionary };
  }
}

import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Corpus } from "./speech/corpus.ts";
import { learnedParts } from "./speech/voices.ts";
import { companyOf, FrameStore } from "./train/frames.ts";
import { learn } from "./train/learn.ts";

const HELP = `Trains the network that reads the mouth from the sound: speaks the sentences of models/viseme/speech with every
voice there is, disturbs them, learns, and writes the weights. It may be stopped at any time and goes on where it was.
Needs, on Debian: apt-get install gcc libespeak-ng-dev open-jtalk python3-numpy; and node --import tsx models/prepare/main.ts

  --out FILE       where the weights go (default: worklets/dsp/viseme/weights.json)
  --cache FOLDER   what is kept between runs (default: .cache/viseme)
  --hidden N       units of the network (40)
  --epochs N       (18)
  --seed N         (1)
  --voices N       only every Nth voice, for a quick look (1)
  --help
`;
/** Voices that speak behind others. */
const COMPANY = 24;

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    cache: { type: "string" },
    hidden: { type: "string", default: "40" },
    epochs: { type: "string", default: "18" },
    seed: { type: "string", default: "1" },
    voices: { type: "string", default: "1" },
    help: { type: "boolean" },
  },
});

function positive(name: "hidden" | "epochs" | "seed" | "voices"): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1, not ${values[name]}`);
  return value;
}

async function train(signal: AbortSignal): Promise<void> {
  const root = resolve(import.meta.dirname, "../..");
  const from = process.env.INIT_CWD ?? process.cwd();
  const cache = values.cache === undefined ? join(root, ".cache/viseme") : resolve(from, values.cache);
  const out = values.out === undefined ? join(root, "worklets/dsp/viseme/weights.json") : resolve(from, values.out);
  const [hidden, epochs, seed, every] = [positive("hidden"), positive("epochs"), positive("seed"), positive("voices")];
  const corpus = new Corpus(join(cache, "speech"), join(root, "models/weights"));
  const parts = learnedParts().filter((_, i) => i % every === 0);
  const store = new FrameStore(corpus, join(cache, "frames"), await companyOf(corpus, parts.slice(0, COMPANY), signal));
  const names: string[] = [];
  let heard = 0;
  for (const part of parts) {
    const name = await store.write(part, signal);
    // Voices made of people's speech are few: they count twice.
    names.push(...(part.engine === "espeak" ? [name] : [name, name]));
    if (++heard % 20 === 0) console.log(`heard ${heard} of ${parts.length} voices`);
  }
  const run = join(cache, `run-${hidden}-${epochs}-${seed}-${every}`);
  const lesson = { folder: join(cache, "frames"), learn: names, out: run, hidden, epochs, seed };
  const weights = await learn(
    lesson,
    ({ epoch, of, loss, seconds }) => console.log(`epoch ${epoch} of ${of}: loss ${loss}, ${seconds} s`),
    signal,
  );
  await writeFile(out, `${JSON.stringify(weights)}\n`);
  console.log(`weights: ${out}`);
}

if (values.help) {
  process.stdout.write(HELP);
} else {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("stopped")));
  process.once("SIGTERM", () => stop.abort(new Error("stopped")));
  try {
    await train(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.log("Stopped; the next run goes on from here.");
    process.exitCode = 130;
  }
}

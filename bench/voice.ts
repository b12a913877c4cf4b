/**
 * `npm run bench -- voice`: how long a person waits for words and for the answer. Real speech is the microphone of the real
 * page in Chromium, hands-free, against the relay with its embedded providers. Takes about five minutes.
 */
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { createProviders } from "@hisho/providers/registry.ts";
import { prepareModels, preparePage } from "../scripts/start/prepare.mjs";
import { openBrowser } from "../web/e2e/microphone.ts";
import { startRelay } from "./start-relay.ts";
import { converse } from "./voice/conversation.ts";
import { RecordedPartialAges } from "./voice/partials.ts";
import { voiceScript } from "./voice/recordings.ts";
import { report } from "./voice/report.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const script = voiceScript();
if (script === undefined) {
  process.stderr.write(
    "There is no recorded speech on this machine: install Debian's package pocketsphinx-testdata, or put jfk.en.wav into " +
      "../shared/speech beside the repository.\n",
  );
  process.exit(1);
}
await prepareModels();
await preparePage();

const load = (): string => (loadavg()[0] ?? 0).toFixed(2);
const loadBefore = load();
const config = await readProvidersConfig(path.join(ROOT, "providers/providers.yaml"), {});
const metrics = new RecordedPartialAges({ process: false });
const relay = await startRelay({
  createProviders: (tools) =>
    createProviders(config, { weightsDirectory: path.join(ROOT, "models/weights"), ...tools }),
  metrics,
  pageDirectory: path.join(ROOT, "web/dist"),
});
const { context, close } = await openBrowser(script.recording);
const progress = (text: string): boolean => process.stderr.isTTY && process.stderr.write(`\r${text}`);
try {
  const durationS = script.recording.pcm.length / script.recording.sampleRateHz;
  process.stdout.write(
    `${script.spoken.length} utterances of real speech in ${durationS.toFixed(0)} s, hands-free. ` +
      `${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, Chromium ${context.browser()?.version() ?? "?"}, Node ${process.version}\n`,
  );
  let turns = 0;
  const conversation = await converse(context, relay, script, () => void progress(`${++turns} turns`));
  progress("");
  process.stdout.write(`Load average ${loadBefore} before, ${load()} after\n\n`);
  process.stdout.write(`${report(conversation, metrics.ages, script)}\n`);
} finally {
  await close();
  await relay.stop();
}

/** A program for recordings-disk.test.ts: keeps one turn after the other and says so, until it is killed or the disk is full. */
import { setImmediate } from "node:timers/promises";
import { createLog } from "../src/log.ts";
import { Recordings } from "../src/recordings/recordings.ts";
import { VoiceTrack } from "../src/recordings/voice-track.ts";

const [directory = "", packets = "3000"] = process.argv.slice(2);
const recordings = new Recordings({
  directory,
  on: true,
  log: createLog("info", (line) => process.stdout.write(`${line}\n`)),
});
const noted = async (): Promise<boolean> => true;
const voice = new VoiceTrack();
for (let i = 0; i < Number(packets); i += 1) voice.add(new Uint8Array(200).fill(0xf8));
for (let turn = 1; recordings.health().status === "ok"; turn += 1) {
  recordings.keep({ sessionId: "a-session", turn, traceId: "0a" }, { user: voice, assistant: voice }, noted);
  process.stdout.write(`asked ${turn}\n`);
  await setImmediate();
  await recordings.settled();
}
recordings.keep({ sessionId: "a-session", turn: 1_000_000, traceId: "0a" }, { user: voice }, noted);
await recordings.settled();
process.stdout.write(`${JSON.stringify(recordings.health())}\n`);

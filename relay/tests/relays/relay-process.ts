/** A program for the tests of several relays: one relay with scripted providers, until it is killed. */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/clock.ts";
import { createLog } from "../../src/log.ts";
import { RedisSessionLog } from "../../src/session/redis-session-log.ts";
import { openStoreAt } from "../../src/store/open.ts";
import { type RelayOptions, startRelay } from "../harness.ts";
import { answerTo, heardOf } from "./script.ts";

const PAGE = fileURLToPath(new URL("../../../web/dist", import.meta.url));

const [databaseUrl = "", redisUrl = ""] = process.argv.slice(2);
const log = createLog("warn", (line) => process.stderr.write(`${line}\n`));
const store = await openStoreAt({ dataDirectory: "unused", databaseUrl }, log);
const relay = await startRelay({
  log,
  store: store as unknown as NonNullable<RelayOptions["store"]>,
  sessionLog: new RedisSessionLog({ url: redisUrl, relayId: randomUUID(), clock: systemClock, log }),
  pageDirectory: PAGE,
  stt: { text: heardOf, fixedMs: 20 },
  llm: { replies: ({ messages }) => answerTo(messages.at(-1)?.text ?? ""), firstTokenMs: 20, msPerToken: 4 },
  tts: { msPerWord: 120, speed: 20 },
});
process.on("SIGTERM", () => void relay.close().then(() => process.exit(0)));
process.stdout.write(`${new URL(relay.httpUrl).port}\n`);

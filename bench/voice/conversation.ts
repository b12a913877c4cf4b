/** Plays the script to the page, and makes the calls of each turn once more directly when its answer has ended. */
import type { BrowserContext } from "@playwright/test";
import { directTurn } from "../direct-turn.ts";
import type { BenchRelay } from "../start-relay.ts";
import { heardIn } from "./heard.ts";
import type { Script } from "./recordings.ts";
import { spokenTurns } from "./turns.ts";
import { recordWire, type Wire, type WireLog } from "./wire.ts";

/** The last answer may take this long after the end of the recording. */
const PATIENCE_MS = 20_000;

export interface Conversation {
  log: WireLog;
  /** The provider calls of a turn, made directly: what they took, ms, by turn. Left out where the next speech ran into them. */
  directMs: ReadonlyMap<number, number>;
}

/** @param onTurn told of each turn that has ended. @throws Error when the page does not get ready */
export async function converse(
  context: BrowserContext,
  relay: BenchRelay,
  script: Script,
  onTurn: () => void,
): Promise<Conversation> {
  const page = await context.newPage();
  const wire = await recordWire(page);
  await page.goto(`http://127.0.0.1:${relay.port}`);
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  await page.locator(".talk-key").waitFor();
  await wire.until(({ received }) => received.some(({ event }) => event.type === "session_ready"));
  const direct = callDirectly(wire, relay, onTurn);
  await page.keyboard.press("Space");
  const { pcm, sampleRateHz } = script.recording;
  await Promise.race([
    wire.until((log) => isOver(log, script)),
    page.waitForTimeout((pcm.length / sampleRateHz) * 1000 + PATIENCE_MS),
  ]);
  return { log: wire.log, directMs: await direct() };
}

/** The last sentence has been said and every turn has ended. */
function isOver(log: WireLog, { spoken }: Script): boolean {
  const turns = spokenTurns(log);
  const last = turns.at(-1);
  return last !== undefined && last.end.captureS > spoken.at(-1)!.beginS && turns.every(({ reason }) => reason);
}

/** One turn after the other. @returns a function that waits for what has been begun */
function callDirectly(wire: Wire, { providers }: BenchRelay, onTurn: () => void) {
  const took = new Map<number, number>();
  const [stt] = providers.stt;
  const [llm] = providers.llm;
  const [tts] = providers.tts;
  if (!stt || !llm || !tts) throw new Error("a provider is missing");
  const beginnings = (): number =>
    wire.log.sent.filter(({ message }) => message.type === "control" && message.action === "speech_start").length;
  let last = Promise.resolve();
  wire.onEvent((event) => {
    if (event.type !== "turn_end") return;
    last = last.then(async () => {
      const turn = spokenTurns(wire.log).find((spoken) => spoken.turn === event.turn);
      const sound = heardIn(wire.log, turn?.utterances ?? []);
      if (sound === undefined) return;
      const before = beginnings();
      const tookMs = await directTurn(stt, llm, tts, sound.pcm);
      if (beginnings() === before) took.set(event.turn, tookMs);
      onTurn();
    });
  });
  return async () => {
    await last;
    return took;
  };
}

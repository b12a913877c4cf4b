/**
 * What a person loses when a relay dies: nothing. Two relays behind one proxy on real PostgreSQL and Redis servers; the
 * one that has the client is killed. `npm run check:relays` kills 50 times each way, `npm test` twice.
 */
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HAS_POSTGRES } from "../postgres-server.ts";
import { HAS_REDIS } from "../redis-server.ts";
import { type Received, ResumingClient } from "./resuming-client.ts";
import { type Rig, startRig } from "./rig.ts";
import { answerTo } from "./script.ts";

const KILLS = Number(process.env.RELAY_KILLS ?? 2);
const PER_KILL_MS = 30_000;
const SPOKEN_FRAMES = 75;
const MS_PER_FRAME = 6;
/** While the words of a sentence that is over are being recognised, in frames. */
const RECOGNISED_FRAMES = 25;
const PEOPLE = 8;
/** Events and frames of one answer, about. */
const ARRIVALS = 190;

/** The same numbers at every run (Park and Miller, 1988). */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + (state % most);
  };
}

describe.skipIf(!HAS_POSTGRES || !HAS_REDIS)("two relays behind one proxy", () => {
  let rig: Rig;
  let client: ResumingClient;
  /** The frames of an answer that nobody disturbed. */
  let frames: number;

  beforeAll(async () => {
    rig = await startRig();
  }, 60_000);
  afterAll(() => rig.close(), 30_000);
  beforeEach(async () => {
    client = new ResumingClient(rig.url, crypto.randomUUID());
    const undisturbed = await client.ended(await speak());
    frames = undisturbed.frames.length;
  });
  afterEach(() => client.close());

  /** @returns its id */
  async function speak(at: (frame: number) => void | Promise<void> = () => {}): Promise<string> {
    const id = client.speechStart();
    for (let frame = 1; frame <= SPOKEN_FRAMES; frame += 1) {
      client.sound();
      await wait(MS_PER_FRAME);
      await at(frame);
    }
    client.speechEnd();
    return id;
  }

  function expectWhole(turn: Received, said: string): void {
    expect(turn.userText).toBe(said);
    expect(turn.text).toBe(answerTo(said));
    expect(turn.ends.map(({ reason }) => reason)).toEqual(["completed"]);
    expect(turn.frames).toEqual(Array.from({ length: turn.frames.length }, (_, index) => turn.frames[0]! + index));
    expect(turn.told).toBe(turn.frames.length);
    expect(turn.frames.length).toBe(frames);
  }

  /** In the store and at the client: each id once, with its answer. */
  async function count(sessionTurns: ReadonlyMap<string, string>, of = client) {
    const kept = await rig.store.conversation(sessionOf(of));
    const lost = [...sessionTurns].filter(([id, said]) => {
      const turn = of.turns.get(of.turnOf.get(id) ?? -1);
      const row = kept.find(({ clientId }) => clientId === id);
      return turn?.text !== answerTo(said) || row?.assistantText !== answerTo(said) || row.userText !== said;
    }).length;
    const twice = [...sessionTurns.keys()].filter((id) => {
      const turn = of.turns.get(of.turnOf.get(id) ?? -1);
      return (turn?.ends.length ?? 0) > 1 || kept.filter(({ clientId }) => clientId === id).length > 1;
    }).length;
    return { lost, twice, kept: kept.length };
  }

  it(
    "loses no turn and answers none twice when one is killed in mid-sentence",
    async () => {
      const random = numbers(7);
      const asked = new Map<string, string>();
      for (let kill = 0; kill < KILLS; kill += 1) {
        await rig.whole();
        const killAt = random(SPOKEN_FRAMES + RECOGNISED_FRAMES);
        let killed: Promise<void> | undefined;
        const id = await speak((frame) => {
          if (frame === killAt) killed = rig.end("SIGKILL");
        });
        await wait((killAt - SPOKEN_FRAMES) * MS_PER_FRAME);
        killed ??= rig.end("SIGKILL");
        expect(client.turnOf.has(id)).toBe(false);
        asked.set(id, `${SPOKEN_FRAMES} frames`);
        const turn = await client.ended(id);
        await killed;
        expectWhole(turn, `${SPOKEN_FRAMES} frames`);
      }
      const { lost, twice } = await count(asked);
      report("mid-sentence", lost, twice);
      expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
    },
    KILLS * PER_KILL_MS,
  );

  it(
    "loses no turn and answers none twice when one is killed in mid-answer",
    async () => {
      const random = numbers(11);
      const asked = new Map<string, string>();
      let resumed = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        await rig.whole();
        const isTyped = kill % 2 === 1;
        const said = isTyped ? `number ${kill}` : `${SPOKEN_FRAMES} frames`;
        const id = isTyped ? client.text(said) : await speak();
        asked.set(id, said);
        await client.until(() => client.turnOf.has(id));
        const killAt = client.arrivals + random(ARRIVALS);
        await client.until(() => client.arrivals >= killAt);
        expect(client.turns.get(client.turnOf.get(id)!)?.ends).toEqual([]);
        const starts = client.starts.length;
        await rig.end("SIGKILL");
        const turn = await client.ended(id);
        expectWhole(turn, said);
        resumed += client.starts.slice(starts).filter((start) => start.resumed).length;
      }
      const { lost, twice } = await count(asked);
      report("mid-answer", lost, twice);
      expect({ lost, twice, resumed }).toEqual({ lost: 0, twice: 0, resumed: KILLS });
    },
    KILLS * PER_KILL_MS,
  );

  it(
    "lets one end in order and loses nothing either",
    async () => {
      await rig.whole();
      const id = client.text("an update");
      await client.until(() => client.turnOf.has(id));
      const answered = client.arrivals + ARRIVALS / 2;
      await client.until(() => client.arrivals >= answered);
      await rig.end("SIGTERM");
      expectWhole(await client.ended(id), "an update");
      expect(client.closes).toEqual([1001]);
      expect(client.starts.at(-1)?.resumed).toBe(true);
    },
    PER_KILL_MS,
  );

  it(
    "loses no turn of anybody when one is killed that several people talk to",
    async () => {
      const random = numbers(13);
      const people = Array.from({ length: PEOPLE }, () => new ResumingClient(rig.url, crypto.randomUUID()));
      const asked = people.map(() => new Map<string, string>());
      const kills = Math.max(1, Math.ceil(KILLS / 10));
      try {
        for (let kill = 0; kill < kills; kill += 1) {
          await rig.whole();
          const answered = people.map(async (person, place) => {
            await wait(random(1_500));
            const said = `person ${place}`;
            const id = person.text(said);
            asked[place]?.set(id, said);
            await person.ended(id);
          });
          await wait(500 + random(1_500));
          await rig.end("SIGKILL");
          await Promise.all(answered);
        }
        const counts = await Promise.all(people.map((person, place) => count(asked[place] ?? new Map(), person)));
        const sum = (of: "lost" | "twice"): number => counts.reduce((all, each) => all + each[of], 0);
        report(`with ${PEOPLE} people`, sum("lost"), sum("twice"), kills);
        expect({ lost: sum("lost"), twice: sum("twice") }).toEqual({ lost: 0, twice: 0 });
      } finally {
        for (const person of people) await person.close();
      }
    },
    2 * KILLS * PER_KILL_MS,
  );

  const sessionOf = (of: ResumingClient): string => of.starts[0]?.session_id ?? "";
  const report = (where: string, lost: number, twice: number, kills = KILLS): void => {
    process.stdout.write(`relays killed ${where}: ${kills}, turns lost: ${lost}, answered twice: ${twice}\n`);
  };
});

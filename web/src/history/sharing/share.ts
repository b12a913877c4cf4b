/**
 * One round of agreeing with the relay: what the person made of things here gets its stamps, what others did is taken,
 * and what the relay lacks is given to it. Every step may be broken off and is done again by the next round.
 */
import {
  MOST_SYNC_REGISTERS,
  MOST_SYNC_TURNS,
  nextStamp,
  type SyncChanges,
  type SyncRegister,
  stampMs,
} from "@hisho/protocol";
import type { HistoryDatabase, StoredConversation, StoredTurn } from "../schema.ts";
import { freshWords } from "../segment.ts";
import { agreedConversation, agreedTurn, heldBy, madeOfConversation, madeOfTurn, mayBeTakenBack } from "./agree.ts";
import type { PushOutcome, SharingClient, Trouble } from "./client.ts";
import { agreedFact, factOf, saysTheSame } from "./facts.ts";
import { registersOf, type ShadowDatabase, type ShadowRegister } from "./shadow.ts";

const CURSOR = "cursor";
/** Of one push, in characters of JSON: well below what the relay takes. */
const MOST_PUSH_CHARACTERS = 1_000_000;
/** The relay writes a push as a whole, or not at all: a small computer has to be done with it before it is given up. */
const MOST_PUSH_TURNS = 50;

export interface SharingParts {
  history: {
    look<Result>(work: (database: HistoryDatabase) => Promise<Result>): Promise<Result>;
    alter<Result>(work: (database: HistoryDatabase) => Promise<Result>): Promise<Result>;
  };
  shadow: ShadowDatabase;
  client: SharingClient;
  /** Of this device, `[A-Za-z0-9_-]`, at most 64. */
  writer: string;
  now: () => Date;
  /** Told of rounds that take a while, after every page. */
  onProgress?: (progress: ShareProgress) => void;
}

/** In turns. */
export type ShareProgress = { taken: number } | { given: number; of: number };

export type ShareOutcome =
  /**
   * @param taken turns that the relay told of
   * @param refused turns and registers that the relay does not take, ever: they stay on this device alone
   */
  { state: "agreed"; taken: number; refused: number } | { state: Trouble };

/** @throws the signal's reason, or what the storage says */
export async function share(parts: SharingParts, signal: AbortSignal): Promise<ShareOutcome> {
  await noteOwn(parts);
  let taken = 0;
  for (;;) {
    const before = (await parts.shadow.get("marks", CURSOR)) ?? "";
    const page = await parts.client.changes(before, signal);
    if (typeof page === "string") return { state: page };
    if (before !== "" && epochOf(before) !== epochOf(page.cursor)) await forgetRelay(parts.shadow);
    await takePage(parts, page);
    await parts.shadow.put("marks", page.cursor, CURSOR);
    taken += page.turns.length;
    if (!page.more) break;
    parts.onProgress?.({ taken });
    signal.throwIfAborted();
  }
  const registers = await giveRegisters(parts, signal);
  if (typeof registers === "string") return { state: registers };
  const turns = await giveTurns(parts, signal);
  return typeof turns === "string" ? { state: turns } : { state: "agreed", taken, refused: registers + turns };
}

const epochOf = (cursor: string): string => cursor.split(".")[0] ?? "";

/** Another relay, or the same after a restore: it is told everything again. */
async function forgetRelay(shadow: ShadowDatabase): Promise<void> {
  const transaction = shadow.transaction(["registers", "known"], "readwrite");
  const registers = transaction.objectStore("registers");
  for (let at = await registers.openCursor(); at !== null; at = await at.continue()) {
    await at.update({ ...at.value, unsent: 1 });
  }
  await transaction.objectStore("known").clear();
  await transaction.done;
}

/** What was made of conversations and turns here since they were last agreed on. */
async function noteOwn({ history, shadow, writer, now }: SharingParts): Promise<void> {
  const by = { writer, now: now() };
  const { conversations, turns } = await history.look(touched);
  const recent = await madeBefore(shadow, by.now);
  const known = new Set(turns.map((turn) => turn.key));
  const backAgain = await history.look((database) =>
    Promise.all(
      recent
        .filter((id) => !known.has(id))
        .map(async (id) => (await database.get("turns", id)) ?? (await database.getFromIndex("turns", "sharedId", id))),
    ),
  );
  // One reading of them all: there are few, and of conversations there are thousands.
  const registers = new Map<string, ShadowRegister[]>();
  for (const one of await shadow.getAll("registers")) {
    const known = registers.get(one.conversation);
    if (known === undefined) registers.set(one.conversation, [one]);
    else known.push(one);
  }
  const made: ShadowRegister[] = [];
  for (const row of conversations) {
    made.push(...madeOfConversation(row, heldBy(registers.get(row.id) ?? [], ""), by));
  }
  for (const row of [...turns, ...backAgain]) {
    if (row === undefined) continue;
    made.push(...madeOfTurn(row, heldBy(registers.get(row.conversation) ?? [], row.id ?? row.key), by));
  }
  if (made.length === 0) return;
  const transaction = shadow.transaction("registers", "readwrite");
  await Promise.all([...made.map((one) => transaction.store.put(one)), transaction.done]);
}

/** Rows of which a person may have made something. */
async function touched(
  database: HistoryDatabase,
): Promise<{ conversations: readonly StoredConversation[]; turns: readonly StoredTurn[] }> {
  const transaction = database.transaction(["conversations", "turns"]);
  const turns = transaction.objectStore("turns");
  const [conversations, deleted, rated] = await Promise.all([
    transaction.objectStore("conversations").getAll(),
    turns.index("deletedAt").getAll(),
    turns.index("rating").getAll(),
  ]);
  const all = new Map([...deleted, ...rated].map((turn) => [turn.key, turn]));
  return { conversations, turns: [...all.values()] };
}

/** Turns of which something was made that may have been taken back since. */
async function madeBefore(shadow: ShadowDatabase, now: Date): Promise<string[]> {
  const named = (name: string) =>
    shadow.getAllFromIndex("registers", "name", IDBKeyRange.bound([name, ""], [name, []]));
  const [deleted, rated] = await Promise.all([named("deleted"), named("rating")]);
  const all = [...deleted.filter(({ value }) => mayBeTakenBack(value, now)), ...rated];
  return [...new Set(all.filter(({ turn }) => turn !== "").map(({ turn }) => turn))];
}

/** Others' turns and registers into the record. */
async function takePage({ history, shadow }: SharingParts, page: SyncChanges): Promise<void> {
  if (page.turns.length + page.registers.length === 0) return;
  const won: ShadowRegister[] = [];
  for (const { session_id: conversation, turn, name, value, stamp } of page.registers) {
    const held = await shadow.get("registers", [conversation, turn, name]);
    if (held !== undefined && held.stamp > stamp) continue;
    won.push({ conversation, turn, name, value, stamp, unsent: 0 });
  }
  const later = new Map(won.map((one) => [`${one.conversation} ${one.turn} ${one.name}`, one]));
  const named = new Set([...page.turns.map((turn) => turn.session_id), ...won.map((one) => one.conversation)]);
  const registers = new Map<string, ShadowRegister[]>();
  const held = await Promise.all([...named].map(async (id) => [id, await registersOf(shadow, id)] as const));
  for (const [id, of] of held) {
    const others = of.filter((one) => !later.has(`${id} ${one.turn} ${one.name}`));
    registers.set(id, [...others, ...won.filter((one) => one.conversation === id)]);
  }
  const keys = await history.alter((database) => putPage(database, page, registers));
  const transaction = shadow.transaction(["registers", "known"], "readwrite");
  await Promise.all([
    ...won.map((one) => transaction.objectStore("registers").put(one)),
    ...keys.map((key) => transaction.objectStore("known").put(1, key)),
    transaction.done,
  ]);
}

/** @returns keys of turns that the relay has */
async function putPage(
  database: HistoryDatabase,
  page: SyncChanges,
  registers: ReadonlyMap<string, readonly ShadowRegister[]>,
): Promise<string[]> {
  const transaction = database.transaction(["conversations", "turns", "fresh"], "readwrite");
  const turns = transaction.objectStore("turns");
  const conversations = transaction.objectStore("conversations");
  // Asked for all at once, and written without waiting for each: one by one they would take a thousand ways to the disk.
  const ids = new Set([...page.turns.map(({ id }) => id), ...page.registers.map(({ turn }) => turn)]);
  ids.delete("");
  const rows = new Map<string, StoredTurn | undefined>();
  const heads = new Map<string, StoredConversation | undefined>();
  const writes: Promise<unknown>[] = [];
  await Promise.all([
    ...[...ids].map(async (id) => rows.set(id, (await turns.get(id)) ?? (await turns.index("sharedId").get(id)))),
    ...[...registers.keys()].map(async (id) => heads.set(id, await conversations.get(id))),
  ]);
  const put = (id: string, row: StoredTurn): void => {
    rows.set(id, row);
    writes.push(turns.put(row), transaction.objectStore("fresh").put(freshWords(row)));
  };
  const keys: string[] = [];
  for (const fact of page.turns) {
    const known = rows.get(fact.id);
    keys.push(known?.key ?? fact.id);
    if (known !== undefined && known.conversation !== fact.session_id) continue;
    const held = heldBy(registers.get(fact.session_id) ?? [], fact.id);
    const row = agreedTurn(known !== undefined && saysTheSame(fact, known) ? known : agreedFact(fact, known), held);
    if (row !== known) put(fact.id, row);
    heads.set(fact.session_id, withTurn(heads.get(fact.session_id), row));
  }
  for (const [id, all] of registers) {
    const head = heads.get(id);
    if (head !== undefined) writes.push(conversations.put(agreedConversation(head, heldBy(all, ""))));
    for (const turn of new Set(page.registers.filter((one) => one.session_id === id).map((one) => one.turn))) {
      const known = turn === "" ? undefined : rows.get(turn);
      if (known === undefined) continue;
      const agreed = agreedTurn(known, heldBy(all, turn));
      if (agreed !== known) put(turn, agreed);
    }
  }
  await Promise.all(writes);
  await transaction.done;
  return keys;
}

function withTurn(known: StoredConversation | undefined, { conversation, at }: StoredTurn): StoredConversation {
  if (known === undefined) return { id: conversation, startedAt: at, updatedAt: at, title: "", titleEdited: false };
  if (known.startedAt <= at && known.updatedAt >= at) return known;
  return {
    ...known,
    startedAt: known.startedAt < at ? known.startedAt : at,
    updatedAt: known.updatedAt > at ? known.updatedAt : at,
  };
}

const wireOf = ({ conversation, turn, name, value, stamp }: ShadowRegister): SyncRegister =>
  ({ session_id: conversation, turn, name, value, stamp }) as SyncRegister;

/** @returns how many the relay does not take, or why none can be given */
async function giveRegisters({ shadow, client, writer }: SharingParts, signal: AbortSignal): Promise<number | Trouble> {
  let refused = 0;
  let most = MOST_SYNC_REGISTERS;
  for (;;) {
    const unsent = await shadow.getAllFromIndex("registers", "unsent", 1, most);
    if (unsent.length === 0) return refused;
    const outcome = await client.push({ turns: [], registers: unsent.map(wireOf) }, signal);
    if (isTrouble(outcome)) return outcome;
    // One of them holds up the others: which one it is shows when there are fewer.
    most = outcome === "refused" ? Math.ceil(unsent.length / 2) : MOST_SYNC_REGISTERS;
    if (outcome === "refused" && unsent.length > 1) continue;
    const transaction = shadow.transaction("registers", "readwrite");
    for (const one of unsent) {
      const held = await transaction.store.get([one.conversation, one.turn, one.name]);
      if (held?.stamp !== one.stamp) continue;
      const isAhead = typeof outcome === "object" && stampMs(one.stamp) > outcome.aheadOf;
      if (isAhead) await transaction.store.put({ ...one, stamp: nextStamp(writer, outcome.aheadOf, undefined) });
      // What the relay will never take stays here alone.
      else if (typeof outcome !== "object") await transaction.store.put({ ...one, unsent: 0 });
    }
    await transaction.done;
    if (outcome === "refused") refused += 1;
  }
}

const isTrouble = (outcome: PushOutcome): outcome is Trouble =>
  outcome === "away" || outcome === "token" || outcome === "outdated";

/** Nothing more is to be told of them. */
async function markKnown(shadow: ShadowDatabase, keys: readonly string[]): Promise<void> {
  const transaction = shadow.transaction("known", "readwrite");
  await Promise.all([...keys.map((key) => transaction.store.put(1, key)), transaction.done]);
}

/**
 * Turns that no page of the relay has named: imported, or said to another relay. Visitors' are nobody else's.
 * @returns as `giveRegisters`
 */
async function giveTurns(
  { history, shadow, client, onProgress }: SharingParts,
  signal: AbortSignal,
): Promise<number | Trouble> {
  const known = new Set(await shadow.getAllKeys("known"));
  const lacking = (await history.look((database) => database.getAllKeys("turns"))).filter((key) => !known.has(key));
  let refused = 0;
  for (let at = 0; at < lacking.length; at += MOST_SYNC_TURNS) {
    if (lacking.length > MOST_SYNC_TURNS) onProgress?.({ given: at, of: lacking.length });
    const keys = lacking.slice(at, at + MOST_SYNC_TURNS);
    const rows = await history.look((database) => Promise.all(keys.map((key) => database.get("turns", key))));
    const visits = keys.filter((_, index) => rows[index]?.visit === true);
    if (visits.length > 0) await markKnown(shadow, visits);
    const facts = rows.flatMap((row) => {
      const fact = row === undefined || row.deletedAt !== undefined || row.visit === true ? null : factOf(row);
      return fact === null || row === undefined ? [] : [{ key: row.key, fact }];
    });
    const waiting = lots(facts);
    for (let lot = waiting.shift(); lot !== undefined; lot = waiting.shift()) {
      const outcome = await client.push({ turns: lot.map(({ fact }) => fact), registers: [] }, signal);
      if (isTrouble(outcome)) return outcome;
      if (typeof outcome === "object") return "away";
      if (outcome === "refused" && lot.length > 1) {
        const half = Math.ceil(lot.length / 2);
        waiting.unshift(lot.slice(0, half), lot.slice(half));
        continue;
      }
      if (outcome === "refused") refused += 1;
      await markKnown(
        shadow,
        lot.map(({ key }) => key),
      );
    }
  }
  return refused;
}

function lots<One>(all: readonly One[]): One[][] {
  const found: One[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const one of all) {
    const own = JSON.stringify(one).length;
    if (characters + own > MOST_PUSH_CHARACTERS || (found.at(-1)?.length ?? 0) >= MOST_PUSH_TURNS) {
      found.push([]);
      characters = 0;
    }
    found.at(-1)?.push(one);
    characters += own;
  }
  return found;
}

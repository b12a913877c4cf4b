/**
 * The reception screen's shell: hears what happens, keeps the state machine going, and carries out its effects. Time,
 * storage, voice and screen come in from outside.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Clock } from "../session/clock.ts";
import type { KeyValueStorage } from "../session/identity.ts";
import type { Language, Settings, TalkActions, TalkState } from "../session/talk.ts";
import type { Camera } from "./camera.ts";
import type { HandoffClient, ShownTicket } from "./handoff-client.ts";
import { dayOfYear, isDark, isOpen, minuteOfDay, type Sky, skyAt } from "./hours.ts";
import { createLock, type LockParts, type Unlocking } from "./lock.ts";
import { begin, type KioskEffect, type KioskEvent, type KioskState, type Pace, step } from "./machine.ts";
import { createOwnersBook } from "./owner.ts";
import type { ScreenHold } from "./screen-hold.ts";
import { checkedKiosk, type KioskSettings, loadKiosk, saveKiosk } from "./settings.ts";
import { createTickets } from "./tickets.ts";
import type { Wiping } from "./wiping.ts";

const TICK_MS = 500;
/** An operator who has gone away leaves no open settings behind. */
const RELOCK_MS = 5 * 60_000;

export type Line = "greeting" | "stillThere" | "goodbye";

export interface KioskView {
  settings: KioskSettings;
  /** The device keeps what is chosen. */
  keeps: boolean;
  /** Somebody has started it on this page; until then it waits for the arming touch. */
  armed: boolean;
  /** The operator is in: the screens of an ordinary device are shown. */
  unlocked: boolean;
  /** The passcode is being asked for. */
  asking: boolean;
  state: KioskState;
  /** The ticket that is on the screen. */
  ticket: ShownTicket | null;
  /** What the sky is like, on a screen in use; null on every other device, whose room is as the person has it. */
  sky: Sky | null;
  /** The camera was asked for and refused. */
  blind: boolean;
}

export interface KioskParts extends Pick<LockParts, "subtle" | "randomBytes"> {
  storage: KeyValueStorage;
  clock: Clock;
  talk: StoreApi<TalkState>;
  settings: Pick<StoreApi<Settings>, "getState">;
  actions: Pick<TalkActions, "begin" | "mute" | "interrupt" | "converse" | "settings">;
  /** Says it aloud. Resolves when it was heard, could not be, or was hushed. */
  say(words: string, language: Language, signal: AbortSignal): Promise<void>;
  /** In the words of the catalogue. `wipes`: whether the goodbye may say that the conversation is cleared. */
  words(line: Line, language: Language, wipes: boolean): string;
  wiping: Wiping;
  handoff: HandoffClient;
  hold: ScreenHold;
  /** Of a session. */
  newId(): string;
  camera(onMovement: () => void): Camera;
  /** Loads the page anew. */
  reload(): void;
  /** 1 in earnest. */
  scale: number;
}

export interface Kiosk {
  store: StoreApi<KioskView>;
  /** Inside a touch: microphone, sound, full screen. */
  arm(): Promise<void>;
  change(change: Partial<KioskSettings>): void;
  /** @returns false where no passcode can be kept, or it is not four to twelve digits */
  setPasscode(digits: string): Promise<boolean>;
  /** Asks for the passcode; where none was set the operator is in at once. */
  ask(): void;
  unlock(digits: string): Promise<Unlocking>;
  cancelAsking(): void;
  /** Back to the visitors. */
  lock(): void;
  /** Ends the reception screen on this device, once its visits are wiped. Needs the operator to be in. */
  leave(): Promise<void>;
  touch(): void;
  handOff(): void;
  back(): void;
  end(): void;
  order(action: "reload" | "settings"): void;
  close(): void;
}

const BUSY: ReadonlySet<TalkState["phase"]> = new Set(["hearing", "thinking", "speaking", "interrupted"]);

export function createKiosk(parts: KioskParts): Kiosk {
  const { storage, clock, talk, actions, wiping } = parts;
  const loaded = loadKiosk(storage);
  const store = createStore<KioskView>(() => ({
    settings: loaded,
    keeps: true,
    armed: false,
    unlocked: false,
    asking: false,
    state: begin(isOpen(loaded.hours, minuteOfDay(clock.date()))),
    ticket: null,
    sky: loaded.on ? skyNow() : null,
    blind: false,
  }));
  const { getState, setState } = store;
  const owner = createOwnersBook(storage);
  const passcodes = createLock(parts);
  let speech: AbortController | null = null;
  let cancelTick = (): void => undefined;
  let relockAtMs = Number.POSITIVE_INFINITY;
  let reloading = false;
  let leaving = false;
  const tickets = createTickets({
    ...parts,
    conversation: () => talk.getState().conversation,
    isBusy: () => BUSY.has(talk.getState().phase),
    isWanted: () => getState().state.at === "hand-off",
    onTicket(ticket) {
      setState({ ticket });
      tell({ type: "ticket", ok: ticket !== null });
    },
    onTaken: () => tell({ type: "taken" }),
  });
  const camera = parts.camera(() => tell({ type: "woken", by: "movement" }));

  const pace = (): Pace => ({ stretch: getState().settings.stretch, scale: parts.scale });
  const running = (): boolean => getState().settings.on && getState().armed && !getState().unlocked;
  const base = (): Language => getState().settings.languages[0] ?? "ja";

  function skyNow(): Sky {
    const now = clock.date();
    return skyAt(minuteOfDay(now), dayOfYear(now));
  }

  function tell(event: KioskEvent): void {
    if (!running()) return;
    const before = getState().state;
    const { hours } = getState().settings;
    const next = step(before, event, isOpen(hours, minuteOfDay(clock.date())), clock.nowMs(), pace());
    if (next.state !== before) setState({ state: next.state });
    for (const effect of next.effects) carryOut(effect);
    if (next.state.at !== before.at) arrived(before.at, next.state.at);
  }

  function arrived(from: KioskState["at"], at: KioskState["at"]): void {
    // Whoever has touched the screen, or been greeted, need not call it by its name.
    if (from === "attract" && at === "greeting") actions.settings({ addressed: false });
    if (at === "asleep") actions.mute(true);
    if (from === "asleep") actions.mute(false);
    if (at !== "hand-off") setState({ ticket: null });
    watchMovement();
    if (reloading && mayReload()) parts.reload();
  }

  /** Nobody is in the middle of something. */
  function mayReload(): boolean {
    const { at } = getState().state;
    return running() ? at === "attract" || at === "asleep" : !BUSY.has(talk.getState().phase);
  }

  function watchMovement(): void {
    const { state, settings } = getState();
    if (settings.camera && running() && state.at === "attract") {
      void camera.open().then((seeing) => setState({ blind: !seeing }));
    } else {
      camera.close();
    }
  }

  function carryOut(effect: KioskEffect): void {
    switch (effect.type) {
      case "say":
        say(effect.line);
        return;
      case "hush":
        speech?.abort();
        return;
      case "ticket":
        tickets.ask();
        return;
      case "drop-ticket":
        tickets.drop();
        return;
      case "wipe":
        void wipe(effect.goesOn);
        return;
      default:
        effect satisfies never;
    }
  }

  function say(line: Line): void {
    speech?.abort();
    const going = new AbortController();
    speech = going;
    const { language } = parts.settings.getState();
    parts
      .say(parts.words(line, language, getState().settings.wipe !== "off"), language, going.signal)
      .catch(() => undefined) // a voice that cannot sound is the watchdog's matter; the screen says it too
      .finally(() => {
        if (going.signal.aborted || speech !== going) return;
        speech = null;
        tell({ type: "said" });
      });
  }

  /** The visit that is open, and what was left of those before. @param goesOn what is being said is the next visitor's */
  async function wipe(goesOn: boolean): Promise<void> {
    // Behind the event that told of the voice.
    if (goesOn) await Promise.resolve();
    else actions.interrupt();
    const { conversation } = talk.getState();
    const ok = await wiping.wipe(conversation, getState().settings.wipe, () => renew(null, goesOn));
    wiping.begins(talk.getState().conversation, getState().settings.wipe);
    tell({ type: "wiped", ok });
    // They may have fallen silent meanwhile.
    tell({ type: "busy", on: BUSY.has(talk.getState().phase) });
  }

  /** @param next the session that follows; null: a new one where anything was said @returns the session that is open */
  function open(next: string | null, goesOn = false): string {
    actions.converse(next, goesOn);
    return talk.getState().conversation;
  }

  /** As `open`, in what the screen begins with. */
  function renew(next: string | null, goesOn = false): string {
    const opened = open(next, goesOn);
    actions.settings({ language: base(), addressed: getState().settings.addressed });
    return opened;
  }

  const unsubscribe = talk.subscribe((now, before) => {
    if (!running()) {
      if (reloading && mayReload()) parts.reload();
      return;
    }
    if (now.conversation !== before.conversation) wiping.begins(now.conversation, getState().settings.wipe);
    const busy = BUSY.has(now.phase);
    if (now.phase === "hearing" && before.phase !== "hearing") tell({ type: "woken", by: "voice" });
    if (busy !== BUSY.has(before.phase)) tell({ type: "busy", on: busy });
    if (now.turns !== before.turns) follow(now.turns.at(-1), before.turns.at(-1));
  });

  function follow(turn: TalkState["turns"][number] | undefined, before: typeof turn): void {
    if (turn === undefined || turn === before) return;
    if (turn.assistantText !== "" && !(before?.key === turn.key && before.assistantText !== "")) {
      tell({ type: "answered" });
    }
    if (turn.end === "ignored" && before?.end !== "ignored") tell({ type: "ignored" });
    if (turn.userFinal && turn.userText !== "") speakTheirLanguage(turn.language);
  }

  /** The first sentence in another language switches the whole screen. */
  function speakTheirLanguage(tag: string): void {
    const spoken = tag.slice(0, 2).toLowerCase();
    const known = getState().settings.languages.find((language) => language === spoken);
    if (known !== undefined && known !== parts.settings.getState().language) actions.settings({ language: known });
  }

  function tick(): void {
    const now = clock.date();
    const { settings, unlocked, sky } = getState();
    if (unlocked && clock.nowMs() >= relockAtMs) lock();
    const next = settings.on ? skyNow() : null;
    if (next !== sky) setState({ sky: next });
    tell({ type: "hours", open: isOpen(settings.hours, minuteOfDay(now)) });
    tell({ type: "tick" });
    cancelTick = clock.after(TICK_MS * Math.max(0.1, parts.scale), tick);
  }
  tick();

  function change(change: Partial<KioskSettings>): void {
    const settings = { ...getState().settings, ...checkedKiosk(change) };
    setState({ settings, keeps: saveKiosk(storage, settings), sky: settings.on ? skyNow() : null });
    relockAtMs = clock.nowMs() + RELOCK_MS;
  }

  function lock(): void {
    setState({ unlocked: false, asking: false });
    if (!getState().armed) return;
    // Whatever the operator tried out is no visitor's.
    setState({ state: { at: "wiping", sinceMs: clock.nowMs(), next: null } });
    void wipeVisits();
  }

  /** Visits alone: the operator may have opened a conversation of their own meanwhile. */
  async function wipeVisits(): Promise<void> {
    actions.interrupt();
    // Anew in any case: the session of before was begun with what the operator had chosen until then.
    const ok = await wiping.wipe(null, getState().settings.wipe, () => renew(parts.newId()));
    wiping.begins(talk.getState().conversation, getState().settings.wipe);
    tell({ type: "wiped", ok });
  }

  async function arm(): Promise<void> {
    owner.note(parts.settings.getState());
    change({ on: true });
    setState({ armed: true, unlocked: false, asking: false });
    parts.hold.take();
    const { settings } = getState();
    actions.settings({ language: base(), mode: "hands_free", audio: true, addressed: settings.addressed });
    // A new session, with what a reception screen asks of the relay, even where nothing was said in the owner's. First:
    // the last visitor's, which a page that is loaded anew has opened, could still bring something.
    await wiping.wipe(null, settings.wipe, () => open(parts.newId()));
    wiping.begins(talk.getState().conversation, settings.wipe);
    await actions.begin();
    const isOpenNow = isOpen(settings.hours, minuteOfDay(clock.date()));
    setState({ state: begin(isOpenNow) });
    if (!isOpenNow) actions.mute(true);
    watchMovement();
  }

  async function leave(): Promise<void> {
    if (leaving || (!getState().unlocked && getState().armed)) return;
    leaving = true;
    relockAtMs = Number.POSITIVE_INFINITY;
    camera.close();
    parts.hold.release();
    tickets.drop();
    actions.interrupt();
    // Still a reception's session: the owner's would take over what a visitor asked and nobody has answered.
    await wiping.wipe(null, getState().settings.wipe, () => open(parts.newId()));
    actions.settings({ ...owner.take(), ...(wiping.takeLeftAtRelay() ? { share: false } : {}) });
    change({ on: false });
    setState({ armed: false, unlocked: false, ticket: null });
    actions.converse(parts.newId());
    leaving = false;
  }

  // After a reload it goes on by itself; where the browser wants a touch first, the watchdog asks for one.
  if (loaded.on && loaded.passcode !== null) queueMicrotask(() => void arm());

  return {
    store,
    arm,
    change,
    lock,
    async setPasscode(digits) {
      const passcode = await passcodes.made(digits);
      if (passcode !== null) change({ passcode });
      return passcode !== null;
    },
    ask: () => setState({ asking: true }),
    cancelAsking: () => setState({ asking: false }),
    async unlock(digits) {
      const outcome = await passcodes.unlock(digits, getState().settings.passcode);
      if (outcome.outcome !== "open") return outcome;
      speech?.abort();
      camera.close();
      relockAtMs = clock.nowMs() + RELOCK_MS;
      setState({ unlocked: true, asking: false });
      return outcome;
    },
    leave,
    touch() {
      relockAtMs = clock.nowMs() + RELOCK_MS;
      if (!running()) return;
      parts.hold.take();
      tell({ type: "woken", by: "touch" });
      tell({ type: "touched" });
    },
    handOff: () => tell({ type: "hand-off" }),
    back: () => tell({ type: "back" }),
    end: () => tell({ type: "end" }),
    order(action) {
      if (action === "settings") {
        setState({ asking: true });
      } else if (mayReload()) {
        parts.reload();
      } else {
        reloading = true; // after the visit, or the answer
      }
    },
    close() {
      unsubscribe();
      cancelTick();
      tickets.close();
      speech?.abort();
      camera.close();
      parts.hold.release();
    },
  };
}

/** The room is dark from sunset; null on an ordinary device, whose room is as the person has it. */
export const darkOf = ({ sky }: KioskView): boolean | null => (sky === null ? null : isDark(sky));

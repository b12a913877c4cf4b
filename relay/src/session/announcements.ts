/** What the relay has to say by itself: one after the other, in a pause, and only where nobody else says it. */
import type { SpokenLanguage } from "../speech/language.ts";

export interface Announcement {
  origin: "reminder" | "timer" | "inbox";
  /** The id on the desk of what rings. */
  item?: string;
  text: string;
  language: SpokenLanguage;
  /** Asked before it is said. @returns whether it is to be said here; it may be asked again and never rejects */
  claim: () => Promise<boolean>;
  /** Told once: it is being said, or nobody will say it here. */
  settled: (said: boolean) => void;
}

export interface AnnouncementsListener {
  /** Somebody would hear it. */
  isOpen(): boolean;
  /** Somebody speaks, or a turn has not ended. */
  isBusy(): boolean;
  isClosed(): boolean;
  say(announcement: Announcement): void;
  /** Nothing is left to be said. */
  quiet(): void;
}

export class Announcements {
  readonly #listener: AnnouncementsListener;
  #waiting: Announcement[] = [];
  #isClaiming = false;

  constructor(listener: AnnouncementsListener) {
    this.#listener = listener;
  }

  get waiting(): readonly Announcement[] {
    return this.#waiting;
  }

  add(announcement: Announcement): void {
    this.#waiting.push(announcement);
    this.next();
  }

  /** Says the next one where nobody is busy. */
  next(): void {
    const { isOpen, isBusy, isClosed, say, quiet } = this.#listener;
    if (isBusy()) return;
    // Without a socket nobody would hear it.
    const next = isOpen() ? this.#waiting[0] : undefined;
    if (next === undefined) {
      quiet();
      return;
    }
    if (this.#isClaiming) return;
    this.#isClaiming = true;
    void next.claim().then((isOurs) => {
      this.#isClaiming = false;
      if (isClosed()) return;
      if (!isOurs) {
        this.#waiting.shift();
        next.settled(false);
      } else if (isOpen() && !isBusy()) {
        this.#waiting.shift();
        next.settled(true);
        say(next);
      }
      this.next();
    });
  }
}

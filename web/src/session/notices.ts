/** The sentences on the screen: one of a kind, until they no longer hold. */
import type { StoreApi } from "zustand/vanilla";
import type { Notice, TalkState } from "./talk.ts";

const same = (a: Notice, b: Notice): boolean =>
  a.kind === b.kind && (a.kind !== "relay" || (b.kind === "relay" && a.code === b.code));

/** Adds a notice, in place of an older one that says the same. */
export const withNotice = (notices: readonly Notice[], notice: Notice): readonly Notice[] => [
  ...notices.filter((other) => !same(other, notice)),
  notice,
];

export function withoutKind(notices: readonly Notice[], kind: Notice["kind"]): readonly Notice[] {
  return notices.some((notice) => notice.kind === kind) ? notices.filter((notice) => notice.kind !== kind) : notices;
}

/** What the relay said about one turn no longer holds at the next; a language without ears or voice still does. */
export function withoutTurnNotices(notices: readonly Notice[]): readonly Notice[] {
  const lasting = (notice: Notice) => notice.kind !== "relay" || notice.code.endsWith("_language");
  return notices.every(lasting) ? notices : notices.filter(lasting);
}

export class NoticeBoard {
  readonly #store: StoreApi<TalkState>;

  constructor(store: StoreApi<TalkState>) {
    this.#store = store;
  }

  add(notice: Notice): void {
    this.#show(withNotice(this.#store.getState().notices, notice));
  }

  drop(kind: Notice["kind"]): void {
    this.#show(withoutKind(this.#store.getState().notices, kind));
  }

  /** The person has said something new. */
  nextTurn(): void {
    this.#show(withoutTurnNotices(this.#store.getState().notices));
  }

  #show(notices: readonly Notice[]): void {
    if (notices !== this.#store.getState().notices) this.#store.setState({ notices });
  }
}

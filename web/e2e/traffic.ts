/** What goes over the session socket of a page, as it goes. */

import { type ClientMessage, parseRelayEvent, type RelayEvent, type RelayEventOf } from "@hisho/protocol";
import type { Page } from "@playwright/test";

export class Traffic {
  readonly sent: { at: number; message: ClientMessage }[] = [];
  readonly received: { at: number; event: RelayEvent }[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(page: Page) {
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => {
        if (typeof payload === "string") this.sent.push({ at: performance.now(), message: JSON.parse(payload) });
      });
      socket.on("framereceived", ({ payload }) => {
        if (typeof payload !== "string") return;
        const event = parseRelayEvent(payload);
        if (event !== undefined) this.received.push({ at: performance.now(), event });
        for (const watcher of [...this.#watchers]) watcher();
      });
    });
  }

  of<Type extends RelayEvent["type"]>(type: Type): RelayEventOf<Type>[] {
    return this.received.flatMap(({ event }) => (event.type === type ? [event as RelayEventOf<Type>] : []));
  }

  /** The test's own time limit ends a wait that is in vain. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        this.#watchers.delete(check);
        resolve();
      };
      this.#watchers.add(check);
    });
  }
}

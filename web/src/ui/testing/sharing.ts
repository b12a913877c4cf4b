/** How the devices stand, for the page of stories: `sharing=away`, `token`, `outdated`, `storage`, `taking`, `giving`, `agreed`, `refused`. */
import { createStore } from "zustand/vanilla";
import type { SharingState } from "../../history/sharing/sharing.ts";
import type { Services } from "../services.ts";

const WHEN = "2026-11-20T06:00:00Z";

const STATES: Readonly<Record<string, SharingState>> = {
  ...Object.fromEntries(
    (["away", "token", "outdated", "storage"] as const).map((why) => [
      why,
      { at: "trouble", why, when: WHEN } as const,
    ]),
  ),
  taking: { at: "going", progress: { taken: 1_200 } },
  giving: { at: "going", progress: { given: 400, of: 1_000 } },
  agreed: { at: "agreed", when: WHEN, refused: 0 },
  refused: { at: "agreed", when: WHEN, refused: 2 },
};

export const storySharing = (state: string): Services["sharing"] => ({
  store: createStore<SharingState>(() => STATES[state] ?? { at: "off" }),
  now: () => undefined,
});

import { describe, expect, it } from "vitest";
import { createFindVoices } from "./voices.ts";

const TURN = { key: "k", conversation: "3f0c6f1e-0000-4000-8000-000000000001", turn: 2, spoken: true };

const list = (...voices: string[]): Response => Response.json({ voices });

/** @param there what the relay says that it keeps of the turn */
function setUp(
  answer: (url: string) => Response,
  kept: "user" | null = null,
  isShut?: () => boolean,
  there: () => Response = () => list("user", "assistant"),
) {
  const asked: [string, string | null][] = [];
  const copies: string[] = [];
  const find = createFindVoices({
    keep: (_turn, voice) => void copies.push(voice),
    ...(isShut === undefined ? {} : { isShut }),
    kept: async (_turn, voice) => (voice === kept ? { sound: new Blob(["mine"]) } : undefined),
    fetch: async (url, init) => {
      asked.push([String(url), new Headers(init?.headers).get("Authorization")]);
      return String(url).endsWith("/audio") ? there() : answer(String(url));
    },
    token: () => "t",
  });
  return { find, asked, copies };
}

describe("the voices of a turn", () => {
  it("come from this device first, then from the relay, the person's before the answer's", async () => {
    const { find, asked } = setUp(() => new Response("theirs"), "user");
    const { sounds, away } = await find(TURN);
    expect(await Promise.all(sounds.map((sound) => sound.text()))).toEqual(["mine", "theirs"]);
    expect(away).toBe(false);
    expect(asked).toEqual([
      [`/api/v1/conversations/${TURN.conversation}/turns/2/audio`, "Bearer t"],
      [`/api/v1/conversations/${TURN.conversation}/turns/2/audio/assistant`, "Bearer t"],
    ]);
  });

  it("are asked for only where the relay says that it keeps them", async () => {
    const silent = setUp(
      () => new Response("said"),
      null,
      undefined,
      () => list("user"),
    );
    expect((await silent.find(TURN)).sounds).toHaveLength(1);
    expect(silent.asked.map(([url]) => url.slice(url.indexOf("/audio")))).toEqual(["/audio", "/audio/user"]);
    const mute = setUp(
      () => new Response("said"),
      null,
      undefined,
      () => list(),
    );
    expect(await mute.find(TURN)).toEqual({ sounds: [], away: false });
    expect(mute.asked).toHaveLength(1);
  });

  it("are away where the relay says nothing that is a list of voices", async () => {
    for (const there of [() => Response.json({ voices: ["other"] }), () => new Response("<html>")]) {
      const { find, asked } = setUp(() => new Response("said"), null, undefined, there);
      expect(await find(TURN)).toEqual({ sounds: [], away: true });
      expect(asked).toHaveLength(1);
    }
  });

  it("are none where the relay has none, and away where it cannot be asked", async () => {
    const none = setUp(() => new Response(null, { status: 404 }));
    expect(await none.find(TURN)).toEqual({ sounds: [], away: false });
    const refused = setUp(() => new Response(null, { status: 401 }));
    expect(await refused.find(TURN)).toEqual({ sounds: [], away: true });
    const offline = setUp(() => {
      throw new TypeError("Failed to fetch");
    });
    expect(await offline.find(TURN)).toEqual({ sounds: [], away: true });
  });

  it("stay on the device, but not where visitors are or came while it was asked", async () => {
    const open = setUp(() => new Response("x"));
    await open.find(TURN);
    expect(open.copies).toEqual(["user", "assistant"]);
    const visited = setUp(
      () => new Response("x"),
      null,
      () => true,
    );
    expect((await visited.find(TURN)).sounds).toHaveLength(2);
    expect(visited.copies).toEqual([]);
    for (const before of [false, true]) {
      let isShut = before;
      const turning = setUp(
        () => {
          isShut = !before;
          return new Response("x");
        },
        "user",
        () => isShut,
      );
      await turning.find(TURN);
      expect(turning.copies).toEqual([]);
    }
  });

  it("of what was typed are the answer's alone", async () => {
    const { find, asked } = setUp(() => new Response("theirs"));
    expect((await find({ ...TURN, spoken: false })).sounds).toHaveLength(1);
    expect(asked.map(([url]) => url)).toEqual([expect.stringMatching(/audio$/), expect.stringMatching(/assistant$/)]);
  });

  it("are not asked for where the relay has no number, or under a name that is no session's", async () => {
    const { find, asked } = setUp(() => new Response("x"));
    expect((await find({ ...TURN, turn: 0 })).sounds).toEqual([]);
    expect((await find({ ...TURN, conversation: "../documents" })).sounds).toEqual([]);
    expect(asked).toEqual([]);
  });
});

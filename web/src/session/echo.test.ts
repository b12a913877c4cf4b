import { describe, expect, it } from "vitest";
import { duplexOf, EchoBook, type KnownEcho, pairKey } from "./echo.ts";
import { Manners } from "./manners.ts";
import { FakeClock } from "./testing/fake-clock.ts";
import { MemoryStorage } from "./testing/talk-scenario.ts";

describe("duplexOf", () => {
  it.each([
    [-100, -100, "full"],
    [-40, -58, "full"],
    [-20, -66, "full"],
    [-20, -40, "ducked"],
    [-11, -30, "ducked"],
    [0, -20, "half"],
    [12, -8, "half"],
  ] as const)("%d dB at %d dBFS: %s", (returnDb, returnedDbfs, duplex) => {
    expect(duplexOf({ returnDb, returnedDbfs })).toBe(duplex);
  });
});

describe("pairKey", () => {
  const device = (kind: MediaDeviceKind, deviceId: string, groupId: string, label: string) => ({
    kind,
    deviceId,
    groupId,
    label,
  });
  const laptop = [
    device("audioinput", "default", "g1", "Default - Built-in"),
    device("audioinput", "a", "g1", "Built-in"),
    device("audiooutput", "default", "g1", "Default - Speakers"),
  ];

  it("changes when the system's choice becomes another device", () => {
    const chosen = { microphone: "", speaker: "" };
    const plugged = [laptop[0]!, laptop[1]!, device("audiooutput", "default", "g2", "Default - Headphones")];
    expect(pairKey(plugged, chosen)).not.toBe(pairKey(laptop, chosen));
    expect(pairKey(laptop, chosen)).toBe("g1 Default - Built-in > g1 Default - Speakers");
  });

  it("is told from the ids where the browser lists nothing", () => {
    expect(pairKey([], { microphone: "", speaker: "x" })).toBe("default > x");
  });
});

describe("EchoBook", () => {
  const echo: KnownEcho = { duplex: "ducked", returnedDbfs: -40, delayMs: 80 };

  it("keeps each pair, the newest measure of it, and forgets the oldest pairs", () => {
    const storage = new MemoryStorage();
    const book = new EchoBook(storage);
    book.keep("a", echo);
    book.keep("a", { ...echo, duplex: "half" });
    for (let at = 0; at < 15; at++) book.keep(`b${at}`, echo);
    expect(new EchoBook(storage).of("a")?.duplex).toBe("half");
    book.keep("one more", echo);
    expect([book.of("a"), book.of("b0")]).toEqual([null, echo]);
  });

  it("reads nothing from what is broken or was meddled with", () => {
    const storage = new MemoryStorage();
    for (const text of ["{", "7", '[["a"]]', '[["a",{"duplex":"loud","returnedDbfs":0,"delayMs":0}]]']) {
      storage.setItem("hisho.echo", text);
      expect(new EchoBook(storage).of("a"), text).toBeNull();
    }
    storage.setItem("hisho.echo", '[["a",{"duplex":"half","returnedDbfs":"x","delayMs":0}],["b",null]]');
    expect(new EchoBook(storage).of("a")).toBeNull();
  });
});

describe("Manners", () => {
  function behave(echo: KnownEcho | null) {
    const clock = new FakeClock();
    const calls: string[] = [];
    const manners = new Manners({
      clock,
      echo: () => echo,
      guard: (guard) => calls.push(guard === null ? "no guard" : `guard ${guard.leastDbfs} dBFS ${guard.confirmMs} ms`),
      deafen: (on) => calls.push(on ? "deaf" : "hears"),
    });
    return { manners, clock, calls };
  }

  it("lets a person talk over the answer where nothing comes back, or nobody knows", () => {
    for (const echo of [null, { duplex: "full", returnedDbfs: -70, delayMs: 0 } as const]) {
      const { manners, calls } = behave(echo);
      manners.speaks();
      expect(calls).toEqual(["hears", "no guard"]);
    }
  });

  it("asks more of what shall stop the answer where some comes back", () => {
    const { manners, calls } = behave({ duplex: "ducked", returnedDbfs: -42, delayMs: 60 });
    manners.speaks();
    expect(calls).toEqual(["hears", "guard -36 dBFS 450 ms"]);
  });

  it("hears nothing while it speaks where much comes back, and again once the room is still", () => {
    const { manners, calls, clock } = behave({ duplex: "half", returnedDbfs: -20, delayMs: 100 });
    manners.speaks();
    manners.falls();
    clock.advance(349);
    expect(calls).toEqual(["deaf", "no guard"]);
    clock.advance(1);
    expect(calls).toEqual(["deaf", "no guard", "no guard", "hears"]);
  });

  it("goes on being deaf when the next answer follows at once", () => {
    const { manners, calls, clock } = behave({ duplex: "half", returnedDbfs: -20, delayMs: 0 });
    manners.speaks();
    manners.falls();
    clock.advance(100);
    manners.speaks();
    clock.advance(10_000);
    expect(calls).not.toContain("hears");
  });
});

import { ProviderError } from "@hisho/providers/errors.ts";
import type { ReplyRequest } from "@hisho/providers/llm/port.ts";
import { ScriptedLlm } from "@hisho/providers/scripted/llm.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { describe, expect, it } from "vitest";
import { keptLog } from "../tests/kept-log.ts";
import { ManualClock } from "../tests/manual-clock.ts";
import { systemClock } from "./clock.ts";
import { Roles } from "./roles.ts";

const live = (): AbortSignal => new AbortController().signal;
const question: ReplyRequest = {
  sessionId: "s",
  turn: 1,
  messages: [{ role: "user", text: "hi" }],
  language: "en-US",
  timeZone: "UTC",
  now: new Date(0),
  passages: [],
};
const sound = { pcm: new Float32Array(16_000), language: "en-US", final: true };

async function answer(roles: Roles): Promise<string> {
  let text = "";
  for await (const part of roles.reply(question, live())) if (part.type === "text") text += part.text;
  return text;
}

function rolesWith(...llm: ScriptedLlm[]): { roles: Roles; clock: ManualClock } {
  const clock = new ManualClock();
  return { roles: new Roles({ ...createScriptedProviders(), llm }, clock, keptLog().log), clock };
}

const countsOf = (roles: Roles): number[] =>
  roles.health().flatMap(({ role, fallbackCount }) => (role === "llm" ? [fallbackCount] : []));

describe("providers of a role", () => {
  it("take over in order, and the one that fails is no longer called until its rest is over", async () => {
    const first = new ScriptedLlm({ replies: ["first"], failure: { kind: "refuse", retryable: true } });
    const second = new ScriptedLlm({ replies: ["second"] });
    const { roles, clock } = rolesWith(first, second);
    for (let turn = 0; turn < 6; turn += 1) expect(await answer(roles)).toBe("second");
    expect(first.calls).toHaveLength(3);
    expect(second.calls).toHaveLength(6);
    expect(countsOf(roles)).toEqual([6, 0]);
    const [resting] = roles.health().filter(({ role }) => role === "llm");
    expect(resting?.health).toEqual({
      status: "down",
      reason: "the scripted llm refuses; it is asked again in 5 s",
    });
    await clock.pass(5_000);
    await answer(roles);
    expect(first.calls).toHaveLength(4);
  });

  it("serve again after one good answer", async () => {
    const down = { on: true };
    const first = new ScriptedLlm({
      replies: () => {
        if (down.on) throw new Error("no");
        return "first";
      },
    });
    const { roles, clock } = rolesWith(first, new ScriptedLlm({ replies: ["second"] }));
    for (let turn = 0; turn < 3; turn += 1) await answer(roles);
    down.on = false;
    expect(await answer(roles)).toBe("second");
    await clock.pass(5_000);
    expect(await answer(roles)).toBe("first");
    expect(roles.health().every(({ health }) => health.status === "ok")).toBe(true);
  });

  it("say so when all of them rest, without a call", async () => {
    const only = new ScriptedLlm({ replies: ["x"], failure: { kind: "refuse", retryable: true } });
    const { roles } = rolesWith(only);
    for (let turn = 0; turn < 3; turn += 1) await expect(answer(roles)).rejects.toThrow("refuses");
    await expect(answer(roles)).rejects.toMatchObject({ reason: "unavailable", role: "llm" });
    expect(only.calls).toHaveLength(3);
  });

  it("are judged by partials too, and not by what a person broke off", async () => {
    const stt = new ScriptedStt({ text: "x", failure: { kind: "refuse", retryable: true } });
    const clock = new ManualClock();
    const roles = new Roles({ ...createScriptedProviders(), stt: [stt] }, clock, keptLog().log);
    const gone = new AbortController();
    gone.abort(new Error("gone"));
    for (let i = 0; i < 4; i += 1) await expect(roles.transcribe(sound, gone.signal)).rejects.toThrow("gone");
    for (let i = 0; i < 4; i += 1) await expect(roles.transcribe({ ...sound, final: false }, live())).rejects.toThrow();
    expect(stt.calls.filter(({ aborted }) => !aborted).length).toBeLessThanOrEqual(3);
    expect(roles.health().find(({ role }) => role === "stt")?.fallbackCount).toBe(0);
  });

  it("are followed by the next when they hear more words than anybody says", async () => {
    const endless = new ScriptedStt({ text: "word ".repeat(200_000) });
    const providers = { ...createScriptedProviders(), stt: [endless, new ScriptedStt({ text: "hello" })] };
    const roles = new Roles(providers, new ManualClock(), keptLog().log);
    const pcm = sound.pcm.map((_, i) => 0.3 * Math.sin(i / 5) * Math.sin(i / 900));
    expect((await roles.transcribe({ ...sound, pcm }, live())).text).toBe("hello");
    expect(roles.health().flatMap(({ role, fallbackCount }) => (role === "stt" ? [fallbackCount] : []))).toEqual([
      1, 0,
    ]);
  });

  it("are not believed when they hear words in silence, and that is counted", async () => {
    const stt = new ScriptedStt({ text: "Thank you for watching." });
    const roles = new Roles({ ...createScriptedProviders(), stt: [stt] }, new ManualClock(), keptLog().log);
    expect((await roles.transcribe({ ...sound, final: false }, live())).text).toBe("");
    expect((await roles.transcribe(sound, live())).text).toBe("");
    expect(Object.fromEntries(roles.hallucinations)).toEqual({ silence: 1 });
  });

  it("are not left alone for partials that are only late", async () => {
    const stt = new ScriptedStt({ text: "x", failure: { kind: "hang" } });
    const deadlinesMs = { sttPartial: 1, sttFinal: 1 };
    const roles = new Roles({ ...createScriptedProviders({ deadlinesMs }), stt: [stt] }, systemClock, keptLog().log);
    for (let i = 0; i < 4; i += 1) await expect(roles.transcribe({ ...sound, final: false }, live())).rejects.toThrow();
    await expect(roles.transcribe(sound, live())).rejects.toThrow("stt took longer than 1 ms");
    expect(stt.calls).toHaveLength(5);
  });

  it("share the time to the first word", async () => {
    const llm = [0, 1, 2].map(() => new ScriptedLlm({ replies: ["x"], failure: { kind: "hang" } }));
    const clock = new ManualClock();
    const deadlinesMs = { llmFirstToken: 300, llm: 400 };
    const roles = new Roles({ ...createScriptedProviders({ deadlinesMs }), llm }, clock, keptLog().log);
    const failed = expect(answer(roles)).rejects.toThrow("took longer");
    for (const called of [1, 2, 3]) {
      expect(llm.filter(({ calls }) => calls.length > 0)).toHaveLength(called);
      await clock.pass(100);
    }
    await failed;
    expect(clock.now()).toBe(300);
  });

  it("wait for what answers by rules, however busy the machine is", async () => {
    const clock = new ManualClock();
    const away = new ScriptedLlm({ replies: ["x"], failure: { kind: "hang" } });
    const rules = Object.assign(new ScriptedLlm({ replies: ["x"] }), { byRules: true });
    rules.reply = async function* () {
      await new Promise<void>((resolve) => clock.after(20_000, resolve));
      yield { type: "text", text: "It is three." };
    };
    const deadlinesMs = { llmFirstToken: 300, llm: 400 };
    const providers = { ...createScriptedProviders({ deadlinesMs }), llm: [away, rules] };
    const answered = answer(new Roles(providers, clock, keptLog().log));
    await clock.pass(30_000);
    expect(await answered).toBe("It is three.");
  });

  it("are followed by the next when they say nothing", async () => {
    const silent = new ScriptedLlm({ replies: ["x"] });
    silent.reply = async function* () {
      yield { type: "text", text: "" };
    };
    const { roles } = rolesWith(silent, new ScriptedLlm({ replies: ["second"] }));
    expect(await answer(roles)).toBe("second");
    expect(countsOf(roles)).toEqual([1, 0]);
  });

  it("are told when nobody reads on, whatever they are doing", async () => {
    const ended: string[] = [];
    const llm = new ScriptedLlm({ replies: ["x"] });
    llm.reply = async function* () {
      try {
        yield { type: "text", text: "one" };
        yield { type: "text", text: "two" };
      } finally {
        ended.push("ended");
      }
    };
    const { roles } = rolesWith(llm);
    for await (const part of roles.reply(question, live())) {
      expect(part).toEqual({ type: "text", text: "one" });
      break;
    }
    await new Promise(setImmediate);
    expect(ended).toEqual(["ended"]);
  });

  it("keep nobody waiting who does not hear that it is over", async () => {
    const llm = new ScriptedLlm({ replies: ["x"] });
    llm.reply = async function* () {
      await new Promise<never>(() => {});
      yield { type: "text", text: "never" };
    };
    const { roles } = rolesWith(llm);
    const abort = new AbortController();
    const next = roles.reply(question, abort.signal)[Symbol.asyncIterator]().next();
    abort.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
  });

  it("share the stage's deadline, so that the last of them still has its turn", async () => {
    const dead = () => new ScriptedStt({ text: "x", failure: { kind: "hang" } });
    const last = new ScriptedStt({ text: "hello" });
    const deadlinesMs = { sttFinal: 300 };
    const roles = new Roles(
      { ...createScriptedProviders({ deadlinesMs }), stt: [dead(), dead(), last] },
      systemClock,
      keptLog().log,
    );
    const startedAt = performance.now();
    expect(
      (
        await roles.transcribe(
          { ...sound, pcm: sound.pcm.map((_, i) => Math.sin(i / 9) * (i % 4000 > 2000 ? 0.5 : 0)) },
          live(),
        )
      ).text,
    ).toBe("hello");
    expect(last.calls[0]!.askedMs - startedAt).toBeLessThan(300);
  });

  it("say who stood in, and are told that they do", async () => {
    const first = new ScriptedLlm({ replies: ["x"], failure: { kind: "refuse" } });
    const second = new ScriptedLlm({ replies: ["second"] });
    const { roles } = rolesWith(first, second);
    const standIns: string[] = [];
    for await (const part of roles.reply(question, live(), (name) => standIns.push(name))) {
      expect([part.type, standIns]).toEqual(["text", ["scripted"]]);
    }
    expect(first.calls[0]?.request.standsIn).toBeUndefined();
    expect(second.calls[0]?.request.standsIn).toBe(true);
  });

  it("are named in the log once an outage and once at its end", async () => {
    const down = { on: true };
    const first = Object.assign(
      new ScriptedLlm({
        replies: () => {
          if (down.on) throw new ProviderError("llm", "refused", "no");
          return "first";
        },
      }),
      { endpoint: "http://key@10.0.0.7:11434/v1/secret" },
    );
    const { log, lines } = keptLog();
    const clock = new ManualClock();
    const llm = [first, new ScriptedLlm({ replies: ["second"] })];
    const roles = new Roles({ ...createScriptedProviders(), llm }, clock, log);
    for (let turn = 0; turn < 5; turn += 1) await answer(roles);
    down.on = false;
    await clock.pass(5_000);
    for (let turn = 0; turn < 3; turn += 1) await answer(roles);
    const who = { role: "llm", provider: "scripted", endpoint: "10.0.0.7:11434" };
    expect(lines.map(({ at: _, ...line }) => line)).toEqual([
      {
        level: "warn",
        message: "a provider fell back",
        ...who,
        error: { name: "ProviderError", reason: "refused", message: "no" },
      },
      { level: "info", message: "a provider serves again", ...who, fallbacks: 5 },
    ]);
    expect(roles.tried("llm", "en-US")[0]).toEqual(who);
  });

  it("keep their count when they are made anew at the same address, and one of their own beside a namesake", async () => {
    const made = (endpoint: string, fails: boolean) =>
      Object.assign(
        new ScriptedLlm({ replies: ["x"], ...(fails ? { failure: { kind: "refuse", retryable: true } } : {}) }),
        { endpoint },
      );
    const clock = new ManualClock();
    const { log } = keptLog();
    const rolesOf = (llm: ScriptedLlm[], before?: Roles) =>
      new Roles({ ...createScriptedProviders(), llm }, clock, log, before === undefined ? {} : { before });
    const roles = rolesOf([made("http://a", true), made("http://a", true), made("http://b", false)]);
    for (let turn = 0; turn < 2; turn += 1) await answer(roles);
    const later = rolesOf([made("http://a", true), made("http://c", false), made("http://a", false)], roles);
    await answer(later);
    expect(countsOf(later)).toEqual([3, 0, 2]);
  });

  it("say until when they are left alone", async () => {
    const failure = { kind: "refuse", retryable: true } as const;
    const { roles, clock } = rolesWith(new ScriptedLlm({ replies: ["x"], failure }));
    const restsUntil = () => roles.health().find(({ role }) => role === "llm")?.restsUntil;
    expect(restsUntil()).toBeUndefined();
    for (let turn = 0; turn < 3; turn += 1) await expect(answer(roles)).rejects.toThrow("refuses");
    expect(restsUntil()).toEqual(new Date(clock.date().getTime() + 5_000));
  });

  it("are asked last while they are known to be down, which is counted", async () => {
    const down = Object.assign(new ScriptedLlm({ replies: ["first"] }), {
      health: () => ({ status: "down" as const, reason: "gone" }),
    });
    const { roles } = rolesWith(down, new ScriptedLlm({ replies: ["second"] }));
    expect(await answer(roles)).toBe("second");
    expect(down.calls).toHaveLength(0);
    expect(countsOf(roles)).toEqual([1, 0]);
  });

  it("keep their records when the configuration changes around them", async () => {
    const first = new ScriptedLlm({ replies: ["x"], failure: { kind: "refuse", retryable: true } });
    const { roles, clock } = rolesWith(first, new ScriptedLlm({ replies: ["second"] }));
    for (let turn = 0; turn < 3; turn += 1) await answer(roles);
    const later = new Roles(
      { ...createScriptedProviders(), llm: [first, new ScriptedLlm({ replies: ["third"] })] },
      clock,
      keptLog().log,
      { before: roles },
    );
    expect(await answer(later)).toBe("third");
    expect(first.calls).toHaveLength(3);
    expect(countsOf(later)).toEqual([4, 0]);
  });
});

/** The doctor in a running relay: its route, and that it keeps out of the way of those who talk. */
import { type DoctorState, parseDoctorState } from "@hisho/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";

let relay: RunningRelay;
afterEach(() => relay.close());

const open = async (options: RelayOptions = {}) => {
  relay = await startRelay(options);
};
const call = (method: "GET" | "POST", headers: Record<string, string> = {}) =>
  fetch(`${relay.httpUrl}/api/v1/doctor`, { method, headers });

async function stateOf(response: Response): Promise<DoctorState> {
  const body: unknown = await response.json();
  const state = parseDoctorState(body);
  if (state === undefined) throw new Error(`no state: ${JSON.stringify(body)}`);
  return state;
}

/** Looks again until it holds; vitest's own time limit ends a wait in vain. */
async function until(holds: (state: DoctorState) => boolean): Promise<DoctorState> {
  for (;;) {
    const state = await stateOf(await call("GET"));
    if (holds(state)) return state;
  }
}

describe("/api/v1/doctor", () => {
  it("has nothing to say before the first run, and the report after it", async () => {
    await open();
    expect(await stateOf(await call("GET"))).toEqual({ progress: null, report: null, failure: null });
    const begun = await call("POST");
    expect(begun.status).toBe(202);
    expect((await stateOf(begun)).progress).not.toBeNull();
    const { report, failure } = await until(({ progress }) => progress === null);
    expect(failure).toBeNull();
    expect(report).toMatchObject({ samples: 3, go_live: false });
    expect(report?.providers.map(({ role, is_mock }) => [role, is_mock])).toEqual([
      ["stt", true],
      ["llm", true],
      ["tts", true],
      ["embedding", true],
      ["vector_store", true],
    ]);
  });

  it("runs once at a time", async () => {
    await open({ stt: { fixedMs: 50 } });
    expect((await call("POST")).status).toBe(202);
    const second = await call("POST");
    expect(second.status).toBe(409);
    expect(second.headers.get("content-type")).toContain("application/problem+json");
    await until(({ progress }) => progress === null);
    expect((await call("POST")).status).toBe(202);
  });

  it("asks for the token, and for an origin that is allowed", async () => {
    await open({ token: "a-token-of-sixteen" });
    expect((await call("POST")).status).toBe(401);
    expect((await call("GET")).status).toBe(401);
    const headers = { Authorization: "Bearer a-token-of-sixteen" };
    expect((await call("POST", { ...headers, Origin: "https://evil.example" })).status).toBe(403);
    expect((await call("GET", headers)).status).toBe(200);
    expect(relay.providers.stt[0].calls).toEqual([]);
  });

  it("breaks off when the relay ends", async () => {
    await open({ stt: { failure: { kind: "hang" } } });
    await call("POST");
    await until(({ progress }) => progress?.provider === "scripted");
    await relay.close();
    expect(relay.providers.stt[0].calls.map(({ aborted }) => aborted)).toEqual([true]);
    await open();
  });
});

it("calls nobody while a turn is under way, and the turn is as quick as ever", async () => {
  await open({ llm: { replies: ["One. Two. Three."], msPerToken: 20 } });
  const client = new TestClient(relay.url, "talking");
  await client.start();
  const [llm] = relay.providers.llm;
  client.text("hello");
  await client.until(() => llm.calls.length > 0);
  await call("POST");
  await client.turnEnd(1);
  await until(({ report }) => report !== null);
  const [turn] = llm.calls;
  const turnEndedMs = turn?.endedMs ?? Number.POSITIVE_INFINITY;
  expect(turn?.request.sessionId).toBe("talking");
  expect(relay.providers.stt[0].calls.length).toBeGreaterThan(0);
  for (const { askedMs } of relay.providers.stt[0].calls) expect(askedMs).toBeGreaterThan(turnEndedMs);
  expect(await client.turnEnd(1)).toMatchObject({ reason: "completed" });
  // The doctor is nobody's conversation: nothing of it is kept or counted.
  expect(relay.store.turns).toHaveLength(1);
  await client.close();
});

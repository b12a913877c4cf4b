import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type RelayOptions, type RunningRelay, readStatus, startRelay, TestClient } from "./harness.ts";

let relay: RunningRelay;
const clients: TestClient[] = [];

function client(sessionId = "s1", options: ConstructorParameters<typeof TestClient>[2] = {}): TestClient {
  const created = new TestClient(relay.url, sessionId, options);
  clients.push(created);
  return created;
}

afterEach(async () => {
  for (const each of clients.splice(0)) each.socket.terminate();
  await relay.close();
});

/** The status with which an upgrade is refused, 101 when it is accepted. */
async function upgradeStatus(path: string, headers: Record<string, string>, protocols: string[] = ["hisho.v1"]) {
  const socket = new WebSocket(`${relay.url}${path}`, protocols, { headers });
  socket.on("error", () => {});
  return new Promise<{ status: number; retryAfter: string | undefined }>((resolve) => {
    socket.on("open", () => {
      socket.terminate();
      resolve({ status: 101, retryAfter: undefined });
    });
    socket.on("unexpected-response", (_request, response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
    });
  });
}

describe("refusals before the upgrade", () => {
  const token = "a-token-of-sixteen";
  const right = { Authorization: `Bearer ${token}` };
  const encoded = `token.${Buffer.from(token).toString("base64url")}`;

  it.each([
    ["/ws/session/", right, ["hisho.v1"], 400],
    ["/ws/session/a%20b", right, ["hisho.v1"], 400],
    [`/ws/session/${"x".repeat(65)}`, right, ["hisho.v1"], 400],
    ["/ws/session/s?token=a-token-of-sixteen", {}, ["hisho.v1"], 401],
    ["/ws/session/s", {}, ["hisho.v1"], 401],
    ["/ws/session/s", { Authorization: "Bearer wrong" }, ["hisho.v1"], 401],
    ["/ws/session/s", { ...right, Origin: "https://evil.example" }, ["hisho.v1"], 403],
    ["/ws/session/s", right, ["other.v1"], 426],
    ["/ws/session/s", right, ["hisho.v1"], 101],
    ["/ws/session/s", {}, ["hisho.v1", encoded], 101],
    ["/ws/session/s", { ...right, Origin: "https://office.example" }, ["hisho.v1"], 101],
  ])("%s %j %j is answered %i", async (path, headers, protocols, status) => {
    relay = await startRelay({ token, allowedOrigins: ["https://office.example"] });
    expect((await upgradeStatus(path, headers as Record<string, string>, protocols)).status).toBe(status);
  });

  it("a name that points here is not the page's own host unless a token protects it", async () => {
    relay = await startRelay();
    const port = new URL(relay.httpUrl).port;
    const rebound = { Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` };
    expect((await upgradeStatus("/ws/session/s", rebound)).status).toBe(403);
    const own = { Host: `localhost:${port}`, Origin: `http://localhost:${port}` };
    expect((await upgradeStatus("/ws/session/s", own)).status).toBe(101);
  });

  it("says when to come back while full", async () => {
    relay = await startRelay({ maxSessions: 1 });
    await client("first").start();
    expect(await upgradeStatus("/ws/session/second", {})).toEqual({ status: 503, retryAfter: expect.any(String) });
    expect((await upgradeStatus("/ws/session/first", {})).status).toBe(101);
  });

  it("tells a browser why by /ready", async () => {
    relay = await startRelay({ token });
    const auth = async (headers: Record<string, string>) => (await readStatus(relay, headers)).auth;
    expect(await auth({})).toBe("missing");
    expect(await auth({ Authorization: "Bearer nonsense" })).toBe("wrong");
    expect(await auth(right)).toBe("ok");
  });
});

describe("a client that breaks the protocol is closed with its code, alone", () => {
  const frame = (fill: (bytes: Buffer) => void, length = 20) => {
    const bytes = Buffer.alloc(length);
    bytes[0] = 1;
    bytes[1] = 1;
    fill(bytes);
    return bytes;
  };
  const start = JSON.stringify({ type: "control", action: "start", language: "en-US", time_zone: "UTC", mode: "text" });

  it.each<[string, (string | Buffer)[], number, string?]>([
    ["a message before start", [JSON.stringify({ type: "ping", t: 1 })], 4003, "type"],
    ["a frame before start", [frame(() => {})], 4003, "type"],
    ["a second start", [start, start], 4003, "action"],
    ["an unknown type", [start, JSON.stringify({ type: "dance" })], 4003, "type"],
    ["an unknown action", [start, JSON.stringify({ type: "control", action: "dance" })], 4003, "action"],
    ["a bad field", [start, JSON.stringify({ type: "credit", frames: -1 })], 4003, "frames"],
    [
      "a bad nested field",
      [JSON.stringify({ ...JSON.parse(start), resume: { last_event: "x" } })],
      4003,
      "resume.last_event",
    ],
    [
      "a transcript nobody asked for",
      [start, JSON.stringify({ type: "transcript", utterance: 1, text: "x", final: true })],
      4003,
      "type",
    ],
    ["what is not JSON", [start, "{"], 1007],
    ["deep JSON", [start, "[".repeat(30_000)], 1007],
    ["a frame of another version", [start, frame((b) => (b[0] = 2))], 1003],
    ["a frame of the relay's kind", [start, frame((b) => (b[1] = 2))], 1003],
    ["a frame without a packet", [start, frame(() => {}, 16)], 1003],
    ["a header cut short", [start, frame(() => {}, 7)], 1003],
    ["a packet that is too long", [start, frame(() => {}, 16 + 1276)], 1009],
    ["a message that is too long", [start, JSON.stringify({ type: "text", id: "x", text: "x".repeat(70_000) })], 1009],
  ])("%s", async (_name, messages, code, field) => {
    relay = await startRelay();
    const other = client("other");
    await other.start();
    const bad = client("bad");
    await bad.opened();
    for (const message of messages) bad.socket.send(message);
    await bad.until(() => bad.closed !== null);
    expect(bad.closed?.code).toBe(code);
    if (field !== undefined)
      expect(bad.of("error").at(-1)).toMatchObject({ field, message: expect.stringContaining("expected") });
    other.text("hello");
    expect((await other.turnEnd(1)).reason).toBe("completed");
  });

  it("text that is not UTF-8", async () => {
    relay = await startRelay();
    const bad = client();
    await bad.start();
    bad.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    await bad.until(() => bad.closed !== null);
    expect(bad.closed?.code).toBe(1007);
  });

  it("more than 200 messages in a second", async () => {
    relay = await startRelay();
    const bad = client();
    await bad.start();
    for (let i = 0; i < 230; i += 1) bad.send({ type: "ping", t: i });
    await bad.until(() => bad.closed !== null);
    expect(bad.closed?.code).toBe(4008);
  });

  it("a corrupt packet is replaced by silence, told once, and the session lives", async () => {
    relay = await startRelay();
    const one = client();
    await one.start();
    one.speechStart();
    one.sound(300);
    // RFC 6716, section 3.4 [R5]: a code 3 packet needs its frame count byte.
    for (let i = 0; i < 5; i += 1) one.frame(Uint8Array.of(0xff));
    one.sound(300);
    one.speechEnd();
    expect((await one.turnEnd(1)).reason).toBe("completed");
    expect(one.events.filter((event) => event.type === "warning" && event.code === "opus_corrupt").length).toBe(1);
  });

  it("a client that stops reading, without disturbing the others", async () => {
    const reply = `${"word ".repeat(1500)}.`;
    relay = await startRelay({ llm: { replies: [reply] } });
    const other = client("other");
    await other.start({ audio: false });
    const { port, hostname } = new URL(relay.httpUrl);
    const raw = connectTcp(Number(port), hostname);
    await once(raw, "connect");
    // The relay cuts it off in the middle of the flood.
    raw.on("error", () => {});
    raw.write(
      `GET /ws/session/slow HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hisho.v1\r\n\r\n",
    );
    await once(raw, "data");
    raw.pause();
    const send = (message: object) => raw.write(maskedText(JSON.stringify(message)));
    send({ ...JSON.parse(start), audio: false });
    // Each answer is some 100 kB of events that the client never takes from the network.
    let sent = 0;
    const flood = setInterval(() => {
      send({ type: "text", id: `t${sent}`, text: "go on" });
      sent += 1;
    }, 20);
    try {
      const metrics = async () =>
        /hisho_sockets (\d+)/.exec(await (await fetch(`${relay.httpUrl}/metrics`)).text())?.[1];
      expect(await metrics()).toBe("2");
      other.text("hello");
      expect((await other.turnEnd(1)).reason).toBe("completed");
      for (let i = 0; i < 120 && (await metrics()) !== "1"; i += 1)
        await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await metrics()).toBe("1");
    } finally {
      clearInterval(flood);
      raw.destroy();
    }
  }, 60_000);
});

function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  const header =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}

describe("one live socket a session", () => {
  it("closes the older one with 4000", async () => {
    relay = await startRelay();
    const older = client();
    await older.start();
    const newer = client();
    await newer.start();
    await older.until(() => older.closed !== null);
    expect(older.closed?.code).toBe(4000);
    newer.text("hello");
    expect((await newer.turnEnd(1)).reason).toBe("completed");
  });

  it("says that it ends", async () => {
    relay = await startRelay();
    const stopping = client("stopping");
    await stopping.start();
    stopping.send({ type: "control", action: "stop" });
    await stopping.until(() => stopping.closed !== null);
    expect(stopping.of("session_end")[0]?.reason).toBe("stopped");
    expect(stopping.closed?.code).toBe(1000);
    const shut = client("shut");
    await shut.start();
    const closing = relay.close();
    await shut.until(() => shut.closed !== null);
    expect(shut.of("session_end")[0]?.reason).toBe("shutdown");
    expect(shut.closed?.code).toBe(1001);
    await closing;
    relay = await startRelay();
  });
});

describe("resuming", () => {
  const slow: RelayOptions = { llm: { replies: ["One two three four five six seven eight nine ten eleven twelve."] } };

  it("repeats what the client lacks, in its first order, and nothing it has", async () => {
    relay = await startRelay(slow);
    const first = client();
    first.autoCredit = false;
    await first.start();
    first.text("hello", "t1");
    await first.until(() => first.frames.length >= 30);
    const events = first.events.flatMap((event) => ("n" in event && event.n !== undefined ? [event.n] : []));
    const lastEvent = events[2]!;
    const lastFrame = first.frames[9]!;
    const sent = first.arrivals.filter(
      (arrival) => "frame" in arrival || ("n" in arrival.event && arrival.event.n !== undefined),
    );
    await first.cut();
    const second = client();
    const ready = await second.start({
      resume: { last_event: lastEvent, last_frame: { turn: 1, sequence: lastFrame.sequence }, credit: 30 },
    });
    expect(ready.resumed).toBe(true);
    await second.turnEnd(1);
    const numbers = second.events.flatMap((event) => ("n" in event && event.n !== undefined ? [event.n] : []));
    expect(numbers).toEqual(numbers.map((_, index) => lastEvent + 1 + index));
    const sequences = second.frames.map((frame) => frame.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => 10 + index));
    expect(second.of("assistant_audio_end")[0]?.frames).toBe(10 + sequences.length);
    const key = (arrival: (typeof sent)[number]) =>
      "frame" in arrival ? `f${arrival.frame.sequence}` : `e${(arrival.event as { n: number }).n}`;
    const lacked = sent
      .map(key)
      .filter((k) => (k.startsWith("f") ? Number(k.slice(1)) > 9 : Number(k.slice(1)) > lastEvent));
    const again = second.arrivals
      .filter((arrival) => "frame" in arrival || ("n" in arrival.event && arrival.event.n !== undefined))
      .map(key);
    expect(again.slice(0, lacked.length)).toEqual(lacked);
    expect(relay.providers.llm[0].calls).toHaveLength(1);
  });

  it("takes the rest of an utterance from uplink_sequence, and frames it has change nothing", async () => {
    relay = await startRelay({ stt: { text: (s) => `${Math.round(s * 10) / 10} s` } });
    const first = client();
    await first.start();
    first.speechStart("speech-1");
    first.sound(600);
    await first.until(() => first.of("transcript_partial").length > 0);
    await first.cut();
    const second = client();
    const ready = await second.start({ resume: { last_event: first.of("transcript_partial").at(-1)!.n } });
    expect(ready).toMatchObject({ resumed: true, uplink_sequence: 30 });
    second.utterance = 1;
    second.sequence = 20;
    second.timestamp = 20 * 960;
    second.sound(600);
    second.speechEnd();
    await second.turnEnd(1);
    expect(second.of("transcript_final")[0]?.text).toBe("1 s");
  });

  it("starts anew with the next turn number and the same ids when the session is gone", async () => {
    relay = await startRelay();
    const first = client();
    await first.start();
    first.text("hello", "t1");
    await first.turnEnd(1);
    const { store } = relay;
    first.socket.terminate();
    await relay.close();
    relay = await startRelay({ store });
    const second = client();
    const ready = await second.start({ resume: { last_event: 5 } });
    expect(ready).toMatchObject({ resumed: false, next_turn: 2, last_event: 0, uplink_sequence: 0 });
    second.text("hello", "t1");
    await second.until(() => second.of("turn_end").length > 0);
    expect(second.of("assistant_text_final")[0]).toMatchObject({ turn: 1, text: "Hello. How can I help you?", n: 2 });
    expect(relay.providers.llm[0].calls).toHaveLength(0);
    second.text("and now", "t2");
    expect((await second.turnEnd(2)).reason).toBe("completed");
    expect(relay.providers.llm[0].calls[0]?.request.messages).toHaveLength(3);
  });

  it("says so when the events it would repeat were acknowledged or never were", async () => {
    relay = await startRelay();
    const first = client();
    await first.start({ audio: false });
    first.text("hello");
    const end = await first.turnEnd(1);
    first.send({ type: "ack", event: end.n });
    first.send({ type: "ping", t: 1 });
    await first.until(() => first.of("pong").length > 0);
    await first.cut();
    const behind = client();
    expect((await behind.start({ resume: { last_event: 1 } })).resumed).toBe(false);
    await behind.cut();
    const ahead = client();
    expect((await ahead.start({ resume: { last_event: 1000 } })).resumed).toBe(false);
  });
});

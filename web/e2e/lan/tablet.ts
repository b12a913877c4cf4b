/**
 * The other host: `node --import tsx web/e2e/lan/tablet.ts ANNOUNCED [SECOND_CODE]`, the first as JSON. All that it
 * knows is what the relay's terminal showed. Prints a line for each thing that it could do, ends with 1 at the first that
 * it could not. With a second code a browser does the same.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import type { Recording } from "@hisho/providers/testing/wav.ts";
import { createEmbeddedTts } from "@hisho/providers/tts/embedded.ts";
import { TestClient } from "../../../relay/tests/harness.ts";
import { opusPackets } from "../../../relay/tests/opus-packets.ts";
import type { Announced } from "../../../scripts/check-lan/announced.ts";
import { ROOT } from "../../../scripts/start/paths.mjs";
import { withPauses } from "../microphone.ts";
import { browse } from "./browser.ts";
import { takeAuthority } from "./setup.ts";

const PATIENCE_MS = 120_000;
const PACKET_MS = 20;
const SENTENCE = "What time is it?";

const done = (what: string): void => void process.stdout.write(`ok  ${what}\n`);

/** A request by TLS, and what came back. */
async function ask(page: string, ca: string | undefined, method: string, path: string, headers = {}, sent = "") {
  const asked = request(page + path, { method, headers, ...(ca === undefined ? {} : { ca }) }).end(sent);
  const [response] = await once(asked, "response");
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode as number, text };
}

async function isOpen(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  return once(socket, "connect")
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}

async function sayTo(client: TestClient, { pcm, sampleRateHz }: Recording): Promise<void> {
  client.speechStart();
  const startedMs = performance.now();
  for (const [i, packet] of opusPackets({ pcm, sampleRateHz }).entries()) {
    const waitMs = startedMs + i * PACKET_MS - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    client.frame(packet);
  }
  client.speechEnd();
}

async function speech(): Promise<Recording> {
  const tts = createEmbeddedTts({ weightsDirectory: join(ROOT, "models/weights") });
  const { signal } = new AbortController();
  await tts.prepare(signal);
  const said: Recording[] = [];
  for await (const chunk of tts.speak({ text: SENTENCE, language: "en-US" }, signal)) said.push(chunk);
  await tts.close();
  return withPauses(said, []);
}

async function talk(page: string, ca: string, token: string, spoken: Recording): Promise<void> {
  const client = new TestClient(page.replace("https:", "wss:"), "tablet", {
    headers: { Authorization: `Bearer ${token}`, Origin: page },
    ca,
  });
  await client.start();
  client.text("12 times 8");
  await client.until(() => client.of("turn_end").length === 1, PATIENCE_MS);
  assert.match(client.of("assistant_text_final").at(-1)?.text ?? "", /96/);
  done(`a typed turn over wss: "${client.of("assistant_text_final").at(-1)?.text}"`);
  const framesBefore = client.frames.length;
  await sayTo(client, spoken);
  await client.until(() => client.of("turn_end").length === 2, PATIENCE_MS);
  const heard = client.of("transcript_final").at(-1)?.text ?? "";
  assert.match(heard, /what time/i);
  assert.ok(client.frames.length > framesBefore, "no frame of sound came back");
  done(`a spoken turn over wss: heard "${heard}", answered "${client.of("assistant_text_final").at(-1)?.text}"`);
  await client.close();
}

async function main({ setup, fingerprint, page, code }: Announced, secondCode: string | undefined): Promise<void> {
  const ca = await takeAuthority(setup, page, fingerprint);
  done(`the setup page at ${setup} gives the authority with the fingerprint of the terminal`);
  await assert.rejects(ask(page, undefined, "GET", "/"), /certificate/);
  done("whoever has not installed it gets no connection");
  const document = await ask(page, ca, "GET", "/", { Accept: "text/html" });
  assert.ok(document.status === 200 && document.text.includes('id="root"'), document.text.slice(0, 200));
  done(`the page comes from ${page} by HTTPS`);
  assert.equal(await isOpen(new URL(page).hostname, 8080), false, "the plain port is open to the network");
  assert.equal((await ask(page, ca, "GET", "/api/v1/voices")).status, 401);
  done("without a token nothing answers, and the plain port is shut");
  const sent = JSON.stringify({ code, name: "tablet" });
  const paired = await ask(page, ca, "POST", "/api/v1/pair", {}, sent);
  assert.equal(paired.status, 201, paired.text);
  assert.equal((await ask(page, ca, "POST", "/api/v1/pair", {}, sent)).status, 410);
  done("the printed code becomes a token, once");
  const spoken = await speech();
  await talk(page, ca, (JSON.parse(paired.text) as { token: string }).token, spoken);
  if (secondCode !== undefined) for await (const what of browse(setup, secondCode, ca, spoken)) done(what);
}

const [announced, secondCode] = process.argv.slice(2);
try {
  await main(JSON.parse(announced ?? "") as Announced, secondCode);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}

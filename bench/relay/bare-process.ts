/**
 * The least that could stand in the relay's place: a socket, the same provider calls, sound that is encoded already.
 * No codec, no retrieval, no store, no resume, no partials.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { ASSISTANT_FRAME, CREDIT_FRAMES, encodeFrame } from "@hisho/protocol";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { type WebSocket, WebSocketServer } from "ws";
import { directTurn } from "../direct-turn.ts";
import { SCRIPTS, type Scenario, SPOKEN_MS } from "./scenario.ts";
import { serveMeasurer } from "./under-measure.ts";

const FRAMES = SPOKEN_MS / ASSISTANT_FRAME;
const HEARD = new Float32Array(48_000);
/** Silence in one Opus frame (RFC 6716, section 3.1). */
const PACKET = Uint8Array.of(0xf8, 0xff, 0xfe);

const { stt, llm, tts } = createScriptedProviders(SCRIPTS[(process.argv[2] ?? "tax") as Scenario]);
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (socket) => serve(socket));
await once(server, "listening");
serveMeasurer((server.address() as AddressInfo).port, async () => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

function serve(socket: WebSocket): void {
  let turn = 0;
  let sent = 0;
  let credit = CREDIT_FRAMES;
  let speaking = false;
  const pump = (): void => {
    for (; speaking && sent < FRAMES && credit > 0; sent += 1, credit -= 1) {
      socket.send(
        encodeFrame({
          kind: "assistant",
          marker: sent === 0,
          discontinuity: false,
          number: turn,
          sequence: sent,
          timestamp: sent * ASSISTANT_FRAME * 48,
          packet: PACKET,
        }),
      );
    }
    if (!speaking || credit < CREDIT_FRAMES) return;
    speaking = false;
    socket.send(JSON.stringify({ type: "turn_end", turn, reason: "completed" }));
  };
  socket.on("message", (data: Buffer, binary) => {
    if (binary) return;
    const message = JSON.parse(data.toString()) as { type: string; action?: string; frames?: number };
    if (message.type === "credit") {
      credit += message.frames ?? 0;
      pump();
    } else if (message.action === "speech_end") {
      void directTurn(stt[0], llm[0], tts[0], HEARD).then(() => {
        turn += 1;
        sent = 0;
        speaking = true;
        pump();
      });
    }
  });
}

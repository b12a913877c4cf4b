/** What a client's messages ask of the conversation, once its start has been carried out. */
import { type ClientMessage, type Control, WireError } from "@hisho/protocol";
import type { Conversation } from "./conversation.ts";

/** What is the session's own to do. */
export interface SessionDuties {
  conversation: Conversation;
  /** Speech is recognised by the client's browser in the conversation's language. */
  hearsInBrowser(): boolean;
  configure(change: Control<"settings">): void;
  acknowledge(event: number): void;
  pong(t: number): void;
  stop(): void;
  /** Something happened: the idle time begins anew. */
  rest(): void;
}

/** @throws WireError */
export function carryOut(message: ClientMessage, duties: SessionDuties): void {
  const { conversation } = duties;
  switch (message.type) {
    case "control":
      control(message, duties);
      return;
    case "text":
      conversation.text(message.id, message.text, message.replaces);
      duties.rest();
      return;
    case "transcript":
      if (!duties.hearsInBrowser()) {
        throw new WireError(
          "wrong-time",
          "type: transcript is expected only where the stt provider is browser",
          "type",
        );
      }
      conversation.transcribed(message.utterance, message.text, message.final);
      return;
    case "playback":
      conversation.playback(message.turn, message.state, message.played_ms, message.audible_ms);
      return;
    case "credit":
      conversation.credit(message.frames);
      return;
    case "ack":
      duties.acknowledge(message.event);
      return;
    case "ping":
      duties.pong(message.t);
      return;
    default:
      message satisfies never;
  }
}

function control(message: Extract<ClientMessage, { type: "control" }>, duties: SessionDuties): void {
  const { conversation } = duties;
  switch (message.action) {
    case "speech_start":
      if (!conversation.speechStart(message.utterance, message.id, message.timestamp, message.addressed === true)) {
        throw new WireError("bad-field", "utterance: expected a number above the last one", "utterance");
      }
      break;
    case "speech_end":
      conversation.speechEnd(message.utterance, message.timestamp);
      break;
    case "speech_cancel":
      conversation.speechCancel(message.utterance);
      break;
    case "interrupt":
      conversation.interrupt(message.turn, message.played_ms);
      break;
    case "settings":
      duties.configure(message);
      break;
    case "stop":
      duties.stop();
      return;
    case "start":
      return;
    default:
      message satisfies never;
  }
  duties.rest();
}

/** Numbers both sides of docs/protocol.md rely on. Durations in ms. */
import { ms } from "./units.ts";

export const PROTOCOL_VERSION = 1;
export const SUBPROTOCOL = "hisho.v1";
/** A second subprotocol entry, `token.` + base64url(token), for clients that cannot set headers. */
export const TOKEN_SUBPROTOCOL_PREFIX = "token.";
export const SESSION_ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/** The microphone's packet: 20 ms at 48 kHz. */
export const MICROPHONE_FRAME = ms(20);
/** The assistant's packet: 40 ms, 1,920 samples at 48 kHz. */
export const ASSISTANT_FRAME = ms(40);
/** Both directions, variable bit rate. */
export const OPUS_BITRATE = 32_000;
/** Assistant frames that may be sent and not yet credited. */
export const CREDIT_FRAMES = 30;
/** Microphone frames that wait on an open, congested socket before the oldest goes. */
export const UPLINK_QUEUE_FRAMES = 25;
/** The longest utterance a client keeps while its socket is closed. */
export const MAX_UTTERANCE = ms(60_000);
/** The relay finalises this long after the last speech sample. */
export const FINAL_FLUSH_SILENCE = ms(350);
export const START_DEADLINE = ms(10_000);
export const RELAY_PING_INTERVAL = ms(20_000);
export const CLIENT_PING_INTERVAL = ms(15_000);
export const IDLE_AFTER = ms(60_000);
export const SESSION_KEPT_FOR = ms(120_000);
export const STARVED_TURN_AFTER = ms(300_000);
export const SLOW_READER_BYTES = 256 * 1024;
export const SLOW_READER_FOR = ms(5_000);
export const MAX_MESSAGES_PER_SECOND = 200;
export const KEPT_EVENTS = 1_000;
export const KEPT_EVENT_BYTES = 2 * 1024 * 1024;

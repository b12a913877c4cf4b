/**
 * How node runs the relay. Sound comes and goes in short-lived buffers: with V8's small first heap limit they alone
 * trigger a full collection every 400 ms at 200 sessions, each of which holds up every answer.
 */
export const RELAY_FLAGS = ["--initial-old-space-size=512", "--import", "tsx"];

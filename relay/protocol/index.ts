export * from "./client-message.ts";
export * from "./doctor.ts";
export * from "./errors.ts";
export * from "./frame.ts";
export * from "./limits.ts";
export * from "./models.ts";
export * from "./relay-event.ts";
export * from "./units.ts";

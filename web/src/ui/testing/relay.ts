/** The relay of the page of stories: what the settings ask of it by HTTP, from fixed facts. */
import type { Language } from "../../session/talk.ts";
import { TROUBLED } from "./doctor-report.ts";
import { modelStatus } from "./models.ts";
import { LOG, NO_OPERATIONS, OPERATIONS } from "./operations.ts";
import { receiptOf } from "./receipts.ts";

const AT = "2026-11-20T06:02:00.000Z";

const FACTS: Record<Language, readonly string[]> = {
  ja: ["お茶は緑茶にする", "毎月25日に経費の締めがある"],
  en: ["I take green tea", "Expenses close on the 25th of each month"],
  ko: ["차는 녹차로", "매달 25일에 경비를 마감해요"],
};
const READINGS: Record<Language, readonly [written: string, spoken: string]> = {
  ja: ["東雲", "しののめ"],
  en: ["Siobhan", "shi-vawn"],
  ko: ["GPU", "지피유"],
};

function answersOf(language: Language): Readonly<Record<string, unknown>> {
  const [written, spoken] = READINGS[language];
  const kept = { created_at: AT, updated_at: AT, language };
  const role = (name: string, provider: string, status: string, more: object = {}) => ({
    role: name,
    provider,
    status,
    is_mock: false,
    languages: ["*"],
    endpoint: null,
    ...more,
  });
  return {
    "/ready": {
      providers: [
        role("stt", "whisper-cpp", "ok", { endpoint: "http://spark.local:8091" }),
        role("llm", "openai", "degraded", { endpoint: "http://spark.local:8081/v1" }),
        role("tts", "embedded", "down"),
        role("embedding", "embedded", "ok"),
      ],
    },
    "/api/v1/doctor": { progress: null, report: TROUBLED, failure: null },
    "/api/v1/models": { models: [modelStatus(), modelStatus({ name: "large-v3-turbo", state: "ready" })] },
    "/api/v1/operations": OPERATIONS,
    "/api/v1/log": { lines: LOG },
    "/api/v1/receipts": {
      receipts: [
        receiptOf(2, { final_text: 420, first_token: 910, first_audio: 1240, audible: 1310 }),
        receiptOf(1, { final_text: 380, first_token: 700, first_audio: 980, audible: 1050 }),
      ],
    },
    "/api/v1/memories": { memories: FACTS[language].map((text, at) => ({ id: `m${at}`, text, ...kept })) },
    "/api/v1/readings": { readings: [{ id: "r1", written, spoken, ...kept }] },
    "/api/v1/devices": {
      pairing: "on",
      devices: [
        { id: "d1", name: "Galaxy Tab S11", created_at: AT, last_seen_at: AT, this_device: true },
        { id: "d2", name: "iPhone", created_at: AT, last_seen_at: AT, this_device: false },
      ],
    },
    "/api/v1/push/subscriptions": {
      subscriptions: [{ id: "0".repeat(64), service: "web.push.apple.com", device: "iPhone", created_at: AT }],
    },
  };
}

const EMPTY: Readonly<Record<string, unknown>> = {
  "/api/v1/memories": { memories: [] },
  "/api/v1/readings": { readings: [] },
  "/api/v1/operations": NO_OPERATIONS,
  "/api/v1/log": { lines: [] },
  "/api/v1/receipts": { receipts: [] },
  "/api/v1/models": { models: [] },
  "/api/v1/doctor": { progress: null, report: null, failure: null },
  "/api/v1/devices": { pairing: "on", devices: [] },
  "/api/v1/push/subscriptions": { subscriptions: [] },
};

/** @param state `full`, `empty`, `down` (no answer) or `slow` (an answer that never comes) */
export function storyRelay(state: string, language: Language, real: typeof fetch): typeof fetch {
  const answers: Readonly<Record<string, unknown>> = { ...answersOf(language), ...(state === "empty" ? EMPTY : {}) };
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.pathname !== "/ready" && !url.pathname.startsWith("/api/")) return real(input, init);
    if (state === "slow") return new Promise(() => undefined);
    if (state === "down") throw new TypeError("the relay of this story is away");
    const answer = answers[url.pathname];
    return answer === undefined ? Response.json({}, { status: 404 }) : Response.json(answer);
  };
}

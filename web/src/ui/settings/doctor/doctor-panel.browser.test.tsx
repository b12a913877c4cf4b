import type { DoctorState } from "@hisho/protocol";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import type { Settings } from "../../../session/talk.ts";
import { type Services, ServicesContext } from "../../services.ts";
import { CATALOGUES } from "../../strings/catalogue.ts";
import { doctorReport, TROUBLED } from "../../testing/doctor-report.ts";
import { DoctorPanel } from "./DoctorPanel.tsx";

const IDLE: DoctorState = { progress: null, report: null, failure: null };
const words = CATALOGUES.en.settings.connections.doctor;
const settings = createStore(() => ({ language: "en", token: "a-token-of-sixteen" }) as Settings);

let root: Root;
let host: HTMLElement;
/** What the relay answers, and what it was asked. */
let answers: (method: string) => Response;
let asked: { method: string; authorization: string | null }[];

const json = (state: unknown, status = 200): Response =>
  new Response(JSON.stringify(state), { status, headers: { "Content-Type": "application/json" } });

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit): Promise<Response> => {
    expect(path).toBe("/api/v1/doctor");
    const method = init.method ?? "GET";
    asked.push({ method, authorization: new Headers(init.headers).get("Authorization") });
    return answers(method);
  });
  host = document.createElement("div");
  document.body.append(host);
  root = createRoot(host);
});
afterEach(() => {
  root.unmount();
  host.remove();
  vi.unstubAllGlobals();
});

function show(): void {
  flushSync(() =>
    root.render(
      <ServicesContext value={{ settings, words: createStore(() => CATALOGUES.en) } as unknown as Services}>
        <DoctorPanel />
      </ServicesContext>,
    ),
  );
}

const button = () => host.querySelector("button");
const shown = () => vi.waitFor(() => expect(button()).not.toBeNull());

describe("the doctor's panel", () => {
  it("is not there while the relay does not answer, or answers something else", async () => {
    const replies = [json({}, 401), json({ report: 3 }), new Response("<html>")];
    answers = () => replies.shift() ?? json(IDLE);
    for (let left = replies.length; left > 0; left -= 1) {
      show();
      await vi.waitFor(() => expect(replies.length).toBeLessThan(left));
      await Promise.resolve();
      expect(host.textContent).toBe("");
      root.unmount();
      root = createRoot(host);
    }
    show();
    await shown();
    expect(button()?.textContent).toBe(words.check);
    expect(asked.at(-1)).toEqual({ method: "GET", authorization: "Bearer a-token-of-sixteen" });
  });

  it("shows how far a run is, and then what came of it", async () => {
    let state: DoctorState = IDLE;
    answers = (method) => {
      if (method === "POST") state = { ...IDLE, progress: { done: 3, total: 12, role: "llm", provider: "openai" } };
      return json(state, method === "POST" ? 202 : 200);
    };
    show();
    await shown();
    button()?.click();
    await vi.waitFor(() => expect(host.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow")).toBe("25"));
    expect(button()?.disabled).toBe(true);
    expect(host.textContent).toContain(words.running("Think", 3, 12));
    state = { ...IDLE, report: TROUBLED };
    await vi.waitFor(() => expect(host.querySelector("[role=status]")?.textContent).toContain(words.verdict.red));
    expect(host.querySelector("[role=progressbar]")).toBeNull();
    expect(button()?.disabled).toBe(false);
    expect(button()?.textContent).toBe(words.again);
  });

  it("has a row a provider, with a sentence for its red light, badges and times", async () => {
    answers = () => json({ ...IDLE, report: TROUBLED });
    show();
    await vi.waitFor(() => expect(host.querySelectorAll(".doctor-row")).toHaveLength(5));
    const [stt, llm, tts, embedding] = [...host.querySelectorAll(".doctor-row")].map((row) => row.textContent ?? "");
    expect(stt).toContain("0.18 sec (slow: 0.24 sec)");
    expect(stt).toContain("GPU");
    expect(llm).toContain(words.findings.unavailable(""));
    expect(llm).toContain("the endpoint cannot be reached");
    expect(llm).toContain(words.failures(2, 2));
    expect(tts).toContain(words.badges.nonCommercial);
    expect(tts).not.toContain(words.findings.non_commercial(""));
    expect(embedding).toContain(words.badges.mock);
    expect(host.querySelector(".doctor-results")?.textContent).toContain(words.gaps.stt("Korean"));
  });

  it("follows a run that another page has begun, and says when a run came to nothing", async () => {
    let state: DoctorState = { ...IDLE, report: doctorReport() };
    answers = (method) => {
      if (method !== "POST") return json(state);
      state = { ...state, progress: { done: 1, total: 4, role: "stt", provider: "embedded" } };
      return json({ status: 409 }, 409);
    };
    show();
    await shown();
    button()?.click();
    await vi.waitFor(() => expect(host.querySelector("[role=progressbar]")).not.toBeNull());
    state = { ...IDLE, report: doctorReport(), failure: "The providers could not be tried." };
    await vi.waitFor(() => expect(host.textContent).toContain(words.failed));
    expect(host.querySelectorAll(".doctor-row")).toHaveLength(1);
  });

  it("keeps the last report when the relay goes away", async () => {
    let away = false;
    answers = () => {
      if (away) throw new TypeError("Failed to fetch");
      return json({ ...IDLE, report: doctorReport() });
    };
    show();
    await shown();
    away = true;
    button()?.click();
    await vi.waitFor(() => expect(host.textContent).toContain(words.failed));
    expect(host.querySelectorAll(".doctor-row")).toHaveLength(1);
    expect(button()?.disabled).toBe(false);
  });
});

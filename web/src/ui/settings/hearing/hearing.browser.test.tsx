import type { ModelStatus } from "@hisho/protocol";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Settings, TalkState } from "../../../session/talk.ts";
import { type Services, ServicesContext } from "../../services.ts";
import { CATALOGUES } from "../../strings/catalogue.ts";
import { CAPABLE, PROVIDERS, talkState } from "../../testing/fixtures.ts";
import { modelStatus } from "../../testing/models.ts";
import { Hearing } from "./Hearing.tsx";

const words = CATALOGUES.ja.settings.connections.hearingModel;
const settings = createStore(() => ({ language: "ja", token: "a-token-of-sixteen" }) as Settings);
const bytes = 32_000_000;

let root: Root;
let host: HTMLElement;
let talk: StoreApi<TalkState>;
/** The relay: its model, what its recognisers hear, and what it was asked. */
let model: ModelStatus;
let ears: string[];
let isAway: boolean;
let asked: string[];

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

beforeEach(() => {
  model = modelStatus({ bytes });
  ears = ["en"];
  isAway = false;
  asked = [];
  talk = createStore(() =>
    talkState({
      providers: PROVIDERS,
      notices: [{ kind: "relay", code: "stt_language", stage: "stt", message: "" }],
    }),
  );
  vi.stubGlobal("fetch", async (path: string, init: RequestInit): Promise<Response> => {
    const method = init.method ?? "GET";
    asked.push(`${method} ${path}`);
    if (path === "/ready") return json({ providers: [{ role: "stt", languages: ears }] });
    expect(new Headers(init.headers).get("Authorization")).toBe("Bearer a-token-of-sixteen");
    if (isAway) throw new TypeError("no answer");
    if (method === "POST") model = { ...model, state: "fetching", step: "engine", problem: null };
    if (method === "DELETE") model = { ...model, state: "partial", step: null };
    return json({ models: [model] }, method === "POST" ? 202 : 200);
  });
  host = document.createElement("div");
  document.body.append(host);
  root = createRoot(host);
  flushSync(() =>
    root.render(
      <ServicesContext value={{ settings, talk, words: createStore(() => CATALOGUES.ja) } as unknown as Services}>
        <Hearing />
      </ServicesContext>,
    ),
  );
});
afterEach(() => {
  root.unmount();
  host.remove();
  vi.unstubAllGlobals();
});

const key = () => host.querySelector<HTMLButtonElement>(".hearing-card button");
const bar = () => host.querySelector("[role=progressbar]");
const says = (text: string) => vi.waitFor(() => expect(host.textContent).toContain(text));
const tap = async (label: string) => {
  await vi.waitFor(() => expect(key()?.textContent).toBe(label));
  flushSync(() => key()?.click());
};

describe("a recogniser for one tap", () => {
  it("is fetched, shows how far it is, and is believed without a new session", async () => {
    await tap(words.add("32 MB"));
    await says(words.steps.engine);
    model = { ...model, step: "download", received_bytes: bytes / 4 };
    await says(words.steps.download("8", "32 MB"));
    expect(bar()?.getAttribute("aria-valuenow")).toBe("25");
    ears = ["en", "*"];
    model = { ...model, state: "ready", step: null, received_bytes: bytes };
    await says(words.ready);
    expect(talk.getState().providers?.stt.languages).toEqual(["en", "*"]);
    expect(talk.getState().notices).toEqual([]);
    expect(bar()).toBeNull();
    expect(key()?.textContent).toBe(CATALOGUES.ja.menu.talk);
    expect(asked).toContain(`POST /api/v1/models/${model.name}`);
  });

  it("can be stopped and gone on with", async () => {
    await tap(words.add("32 MB"));
    model = { ...model, step: "download", received_bytes: bytes / 2 };
    await vi.waitFor(() => expect(bar()?.getAttribute("aria-valuenow")).toBe("50"));
    await tap(words.stop);
    await tap(words.goOn("16 MB"));
    await says(words.steps.engine);
    expect(asked).toContain(`DELETE /api/v1/models/${model.name}/fetch`);
  });

  it("says in a sentence what went wrong, and can be tried again", async () => {
    await tap(words.add("32 MB"));
    model = { ...model, state: "absent", step: null, problem: { reason: "offline", message: "secret.host" } };
    await says(words.problems.offline);
    expect(host.textContent).not.toContain("secret.host");
    await tap(words.add("32 MB"));
    await says(words.steps.engine);
    expect(host.textContent).not.toContain(words.problems.offline);
  });

  it("goes on being followed when the relay was away for a moment", async () => {
    await tap(words.add("32 MB"));
    await says(words.steps.engine);
    isAway = true;
    await says(words.away);
    isAway = false;
    model = { ...model, step: "check", received_bytes: bytes };
    await says(words.steps.check);
    expect(host.textContent).not.toContain(words.away);
  });

  it("is not believed while the relay says that it does not hear the language", async () => {
    await tap(words.add("32 MB"));
    await says(words.steps.engine);
    model = { ...model, state: "ready", step: null };
    await vi.waitFor(() => expect(asked).toContain("GET /ready"));
    expect(talk.getState().providers?.stt.languages).toEqual(["en"]);
    expect(host.textContent).not.toContain(words.ready);
  });
});

it("leaves the other ways alone where there is none to offer, and everything where the language is heard", async () => {
  model = { ...model, usable: false };
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
  const { hearingWays } = CATALOGUES.ja.settings.connections;
  await says(hearingWays[0]!);
  root.unmount();
  root = createRoot(host);
  talk.setState({ providers: CAPABLE });
  flushSync(() =>
    root.render(
      <ServicesContext value={{ settings, talk, words: createStore(() => CATALOGUES.ja) } as unknown as Services}>
        <Hearing />
      </ServicesContext>,
    ),
  );
  expect(host.textContent).toBe("");
});

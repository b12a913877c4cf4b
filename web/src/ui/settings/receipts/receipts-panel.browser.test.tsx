import type { Receipt } from "@hisho/protocol";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import type { Settings } from "../../../session/talk.ts";
import { type Services, ServicesContext } from "../../services.ts";
import { CATALOGUES } from "../../strings/catalogue.ts";
import { receiptOf } from "../../testing/receipts.ts";
import { ReceiptsPanel } from "./ReceiptsPanel.tsx";
import "../../styles/theme.css";

const words = CATALOGUES.en.settings.connections.receipts;
const settings = createStore(() => ({ language: "en", token: "a-token-of-sixteen" }) as Settings);

let root: Root;
let host: HTMLElement;
/** What the relay keeps; null while it is away. */
let kept: Receipt[] | null;

beforeEach(() => {
  vi.stubGlobal("fetch", async (path: string, init: RequestInit): Promise<Response> => {
    expect(path).toBe("/api/v1/receipts");
    expect(new Headers(init.headers).get("Authorization")).toBe("Bearer a-token-of-sixteen");
    if (kept === null) throw new TypeError("failed to fetch");
    return Response.json({ receipts: kept });
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
        <ReceiptsPanel />
      </ServicesContext>,
    ),
  );
}

const widthOf = (element: Element): number => element.getBoundingClientRect().width;

it("draws each step from where the one before ended, as wide as it took", async () => {
  kept = [receiptOf(7, { final_text: 500, first_token: 1000, first_audio: 1500, audible: 2000 })];
  show();
  await vi.waitFor(() => expect(host.querySelectorAll(".receipt")).toHaveLength(1));
  const bars = [...host.querySelectorAll(".receipt-bar")];
  expect(bars).toHaveLength(4);
  for (const [place, bar] of bars.entries()) {
    const span = bar.firstElementChild!;
    expect(widthOf(span) / widthOf(bar)).toBeCloseTo(0.25, 2);
    const offset = span.getBoundingClientRect().left - bar.getBoundingClientRect().left;
    expect(offset / widthOf(bar)).toBeCloseTo(place / 4, 2);
  }
  expect(host.querySelector("summary")?.textContent).toContain("2 sec");
  expect(host.textContent).toContain(words.trace("trace-7"));
});

it("says what searching the documents took, or saved where it began before the last word", async () => {
  kept = [
    receiptOf(1, { first_token: 300 }, { retrieval: { foresight: "reused", waited: 2, took: 25 } }),
    receiptOf(2, { first_token: 300 }, { retrieval: { foresight: "missed", waited: 31, took: 31 } }),
    receiptOf(3, { first_token: 300 }, { retrieval: { foresight: "none", waited: 0, took: 0 } }),
  ];
  show();
  await vi.waitFor(() => expect(host.querySelectorAll(".receipt")).toHaveLength(3));
  const notes = [...host.querySelectorAll(".receipt")].map((receipt) =>
    [...receipt.querySelectorAll(".receipt-note")].slice(0, -1).map((note) => note.textContent),
  );
  expect(notes).toEqual([[words.ahead("23 ms")], [words.searched("31 ms")], []]);
});

it("says that there is none yet, shows it when looked at again, and keeps it while the relay is away", async () => {
  kept = [];
  show();
  await vi.waitFor(() => expect(host.textContent).toContain(words.none));
  kept = [receiptOf(1, { first_token: 300 }, { origin: "typed", fallback: "tts" })];
  host.querySelector("button")?.click();
  await vi.waitFor(() => expect(host.textContent).toContain(words.origins.typed));
  expect(host.textContent).toContain(words.standIn);
  kept = null;
  host.querySelector("button")?.click();
  await vi.waitFor(() => expect(host.textContent).toContain(words.failed));
  expect(host.querySelectorAll(".receipt")).toHaveLength(1);
});

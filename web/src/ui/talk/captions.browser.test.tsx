import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import type { Settings } from "../../session/talk.ts";
import { type Services, ServicesContext } from "../services.ts";
import { CATALOGUES } from "../strings/catalogue.ts";
import { Captions } from "./Captions.tsx";
import type { Floor } from "./floor.ts";
import "../styles/type.css";
import "../styles/base.css";
import "./talk.css";

const services = {
  settings: createStore(() => ({ language: "ja", audio: true }) as Settings),
  words: createStore(() => CATALOGUES.ja),
} as Services;

let root: Root | undefined;
let host: HTMLElement | undefined;

function show(floor: Floor): HTMLElement {
  if (root === undefined || host === undefined) {
    host = document.createElement("div");
    host.style.cssText = "position: relative; inline-size: 342px; block-size: 164px; font-size: 16px";
    document.body.append(host);
    root = createRoot(host);
  }
  flushSync(() =>
    root?.render(
      <ServicesContext value={services}>
        <div style={{ display: "grid", grid: '"said" 24px "caption" 136px / 1fr' }}>
          <Captions floor={floor} onMark={() => undefined} />
        </div>
      </ServicesContext>,
    ),
  );
  return host.querySelector<HTMLElement>(".caption")!;
}

afterEach(() => {
  root?.unmount();
  host?.remove();
  root = undefined;
  host = undefined;
});

/** Where each settled character stands in the text, from its first line. */
function places(caption: HTMLElement, length: number): string[] {
  const origin = caption.firstElementChild!.getBoundingClientRect();
  const found: string[] = [];
  const walker = document.createTreeWalker(caption, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (let at = 0; at < (node.nodeValue ?? "").length && found.length < length; at += 1) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, top } = range.getBoundingClientRect();
      found.push(`${range.toString()} ${(left - origin.left).toFixed(2)} ${(top - origin.top).toFixed(2)}`);
    }
  }
  return found;
}

const person = (text: string, settledLength: number): Floor => ({
  who: "person",
  key: "a",
  text,
  settledLength,
  lang: "ja",
});

const assistant = (text: string, heardLength: number): Floor => ({
  who: "assistant",
  key: "a",
  said: "",
  text,
  heardLength,
  lang: "ja",
  citations: [],
});

const QUESTION = "あしたの午後の会議を三時からに変えて、それから部長にもそのことを伝えておいてもらえますか";
const ANSWER =
  "東京への出張は一泊12,000円までです。超えるときは、前の日までに課長の承認を取ってください。領収書は、戻ってから五日以内に出してください。海外は別表によります。迷ったら、いつでも聞いてください。";

describe("a caption that settles", () => {
  it("never moves a settled glyph while the person goes on and the tail changes", () => {
    let before: string[] = [];
    for (let length = 4; length <= QUESTION.length; length += 3) {
      const settled = Math.max(0, length - 4);
      const now = places(show(person(QUESTION.slice(0, length), settled)), settled);
      expect(now.slice(0, before.length)).toEqual(before);
      before = now;
    }
    const final = places(show(person(QUESTION, QUESTION.length)), QUESTION.length);
    expect(final.slice(0, before.length)).toEqual(before);
    expect(final).toHaveLength(QUESTION.length);
  });

  it("changes the ink of an answer's words and nothing else as they are heard", () => {
    const at = (heard: number) => places(show(assistant(ANSWER, heard)), ANSWER.length);
    const unheard = at(0);
    for (let heard = 5; heard <= ANSWER.length; heard += 9) expect(at(heard)).toEqual(unheard);
  });

  it("keeps the clauses it has shown where they are when the next ones come", () => {
    const ends = [...ANSWER.matchAll(/[。、]/g)].map((match) => match.index + 1);
    let before: string[] = [];
    for (const end of ends) {
      const now = places(show(assistant(ANSWER.slice(0, end), 0)), end);
      expect(now.slice(0, before.length)).toEqual(before);
      before = now;
    }
  });
});

describe("a caption that is full", () => {
  it("shows whole lines, follows the playhead one line at a time and ends full", () => {
    // More than its lines hold, however narrow the letters of this machine's fonts are.
    const answer = ANSWER.repeat(2);
    let lineHeight = 0;
    const tops = [];
    for (let heard = 0; heard <= answer.length; heard += 1) {
      const caption = show(assistant(answer, heard));
      lineHeight = Number.parseFloat(getComputedStyle(caption.firstElementChild!).lineHeight);
      expect(caption.clientHeight).toBe(4 * lineHeight);
      tops.push(caption.scrollTop / lineHeight);
    }
    const caption = show(assistant(answer, answer.length));
    expect(new Set(tops.map((top) => top % 1))).toEqual(new Set([0]));
    expect(tops[0]).toBe(0);
    for (let at = 1; at < tops.length; at += 1) expect([0, 1]).toContain(tops[at]! - tops[at - 1]!);
    const words = caption.querySelector<HTMLElement>(".caption-text")!;
    expect(caption.scrollTop + caption.clientHeight).toBe(words.offsetHeight);
    expect(caption.scrollTop).toBeGreaterThan(0);
  });
});

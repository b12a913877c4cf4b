import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import type { TalkActions } from "../../session/talk.ts";
import { type Services, ServicesContext } from "../services.ts";
import { talkState } from "../testing/fixtures.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";
import { useTalkShortcuts } from "./use-talk-shortcuts.ts";

let root: Root | undefined;
let log: string[] = [];
const press: TalkKeyPress = {
  down: () => log.push("down"),
  up: () => log.push("up"),
  cancel: () => log.push("cancel"),
  tap: () => log.push("tap"),
};
const services = {
  talk: createStore(() => talkState()),
  actions: { ignore: (on: boolean) => log.push(`ignore ${on}`) } as unknown as TalkActions,
} as Services;

function Keys({ active }: { active: boolean }) {
  useTalkShortcuts(active, press, { type: () => undefined, close: () => undefined, stepSource: () => undefined });
  return <input />;
}

function show(active: boolean): void {
  root ??= createRoot(document.body.appendChild(document.createElement("div")));
  flushSync(() =>
    root?.render(
      <ServicesContext value={services}>
        <Keys active={active} />
      </ServicesContext>,
    ),
  );
}

const key = (type: "keydown" | "keyup", name: string, target: EventTarget = document.body): boolean =>
  target.dispatchEvent(new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true }));

afterEach(() => {
  root?.unmount();
  root = undefined;
  log = [];
});

it("ends what is held with the release, also in a field that took the focus meanwhile", () => {
  show(true);
  key("keydown", " ");
  key("keyup", " ", document.querySelector("input")!);
  key("keydown", "N");
  key("keyup", "n");
  expect(log).toEqual(["down", "up", "ignore true", "ignore false"]);
});

it("lets go when the window loses the keyboard, and when another page is shown", () => {
  show(true);
  key("keydown", " ");
  key("keydown", "n");
  window.dispatchEvent(new Event("blur"));
  expect(log).toEqual(["down", "ignore true", "cancel", "ignore false"]);
  key("keydown", " ");
  show(false);
  expect(log.slice(4)).toEqual(["down", "cancel"]);
});

it("leaves keys to a field and to an open sheet", () => {
  show(true);
  key("keydown", " ", document.querySelector("input")!);
  const sheet = document.body.appendChild(document.createElement("div"));
  sheet.role = "dialog";
  key("keydown", " ");
  sheet.remove();
  expect(log).toEqual([]);
});

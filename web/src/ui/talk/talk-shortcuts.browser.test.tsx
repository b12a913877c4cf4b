import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { defaultSettings } from "../../session/settings.ts";
import type { TalkActions } from "../../session/talk.ts";
import { type Services, ServicesContext } from "../services.ts";
import { CATALOGUES } from "../strings/catalogue.ts";
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
  settings: createStore(() => defaultSettings("en")),
  words: createStore(() => CATALOGUES.en),
  actions: {
    ignore: (on: boolean) => log.push(`ignore ${on}`),
    settings: (change) => services.settings.setState(change),
  } as Partial<TalkActions> as TalkActions,
} as Services;

function Keys({ active }: { active: boolean }) {
  const shortcuts = useTalkShortcuts(active, press, {
    type: () => log.push("type"),
    close: () => undefined,
    stepSource: () => undefined,
  });
  return (
    <>
      <input />
      {shortcuts}
    </>
  );
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
  services.settings.setState(defaultSettings("en"), true);
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

it("lists its keys at ?, turns each off, and none of them works over the list", async () => {
  show(true);
  flushSync(() => void key("keydown", "?"));
  const list = await vi.waitUntil(() => document.querySelector<HTMLElement>("[role=dialog]"));
  expect([...list.querySelectorAll("kbd")].map((cap) => cap.textContent).join(" ")).toBe(
    "Space Esc T R N M C / 1 2 3 4 5 [ ] ?",
  );
  const type = [...list.querySelectorAll("label")].find((label) => label.textContent?.startsWith("Type"));
  flushSync(() => type?.querySelector<HTMLElement>("[role=switch]")?.click());
  expect(services.settings.getState().keysOff).toEqual(["type"]);
  key("keydown", "t");
  flushSync(() => void key("keydown", "Escape", list));
  await vi.waitUntil(() => document.querySelector("[role=dialog]") === null);
  key("keydown", "t");
  expect(log).toEqual([]);
  services.settings.setState({ keysOff: [] });
  key("keydown", "t");
  expect(log).toEqual(["type"]);
});

it("switches “not for you” at each press for whoever cannot hold a key", () => {
  services.settings.setState({ ignoreToggles: true });
  show(true);
  key("keydown", "n");
  key("keyup", "n");
  window.dispatchEvent(new Event("blur"));
  expect(log).toEqual(["ignore true"]);
  services.talk.setState({ ignoring: true });
  key("keydown", "n");
  key("keyup", "n");
  expect(log).toEqual(["ignore true", "ignore false"]);
});

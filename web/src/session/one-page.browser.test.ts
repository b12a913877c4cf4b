import { afterEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { talkState } from "../ui/testing/fixtures.ts";
import { keepTurns, mayTalk } from "./one-page.ts";

const PATIENCE_MS = 50;
const RELOAD_MS = 300;
const closings: AbortController[] = [];
afterEach(() => {
  for (const closing of closings.splice(0)) closing.abort();
});

/** A page as main.tsx makes one; the locks are the browser's own. */
async function openPage() {
  const isTalking = await mayTalk(navigator.locks, PATIENCE_MS);
  const store = createStore(() => talkState({ connection: { state: isTalking ? "open" : "replaced" } }));
  const takeBack = (): void => store.setState({ connection: { state: "open" } });
  const giveWay = (): void => store.setState({ connection: { state: "replaced" } });
  const closing = new AbortController();
  closings.push(closing);
  keepTurns(navigator.locks, { store, takeBack, giveWay }, isTalking, closing.signal, RELOAD_MS);
  await vi.waitFor(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    if ((isTalking ? held : pending).length === 0) throw new Error("not settled yet");
  });
  return { takeBack, close: () => closing.abort(), talks: () => store.getState().connection.state === "open" };
}

it("lets one page talk, and the next when that one is closed", async () => {
  const first = await openPage();
  const second = await openPage();
  expect([first.talks(), second.talks()]).toEqual([true, false]);
  first.close();
  await vi.waitFor(() => expect(second.talks()).toBe(true));
});

it("leaves the talk to a page that is only reloaded", async () => {
  const first = await openPage();
  const second = await openPage();
  first.close();
  const reloaded = await openPage();
  await new Promise((resolve) => setTimeout(resolve, 2 * RELOAD_MS));
  expect([reloaded.talks(), second.talks()]).toEqual([true, false]);
  reloaded.close();
  await vi.waitFor(() => expect(second.talks()).toBe(true));
});

it("gives way to the page where the person goes on, as often as they do", async () => {
  const first = await openPage();
  const second = await openPage();
  second.takeBack();
  await vi.waitFor(() => expect([first.talks(), second.talks()]).toEqual([false, true]));
  first.takeBack();
  await vi.waitFor(() => expect([first.talks(), second.talks()]).toEqual([true, false]));
  first.close();
  await vi.waitFor(() => expect(second.talks()).toBe(true));
});

it("goes on where the person wants it to right after a reload elsewhere", async () => {
  const first = await openPage();
  const second = await openPage();
  second.takeBack();
  await vi.waitFor(() => expect([first.talks(), second.talks()]).toEqual([false, true]));
  second.close();
  const reloaded = await openPage();
  expect([first.talks(), reloaded.talks()]).toEqual([false, true]);
  first.takeBack();
  await vi.waitFor(() => expect([first.talks(), reloaded.talks()]).toEqual([true, false]));
  await new Promise((resolve) => setTimeout(resolve, 3 * RELOAD_MS));
  expect([first.talks(), reloaded.talks()]).toEqual([true, false]);
});

it("talks where the browser has no locks", async () => {
  expect(await mayTalk(undefined)).toBe(true);
});

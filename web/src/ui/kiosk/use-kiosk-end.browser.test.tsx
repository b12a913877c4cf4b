import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { type Services, ServicesContext } from "../services.ts";
import { talkState } from "../testing/fixtures.ts";
import { useKioskEnd } from "./use-kiosk-end.ts";

const talk = createStore(() => talkState());
const services = { talk, reader: { store: createStore(() => ({})) } } as unknown as Services;
let ends = 0;

function Opened() {
  useKioskEnd(() => {
    ends += 1;
  });
  return null;
}

function open(): () => void {
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  flushSync(() =>
    root.render(
      <ServicesContext value={services}>
        <Opened />
      </ServicesContext>,
    ),
  );
  return () => flushSync(() => root.unmount());
}

beforeEach(() => {
  vi.useFakeTimers();
  ends = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

it("closes after twenty seconds without a word or a touch", () => {
  const close = open();
  vi.advanceTimersByTime(19_000);
  window.dispatchEvent(new PointerEvent("pointerdown"));
  vi.advanceTimersByTime(19_000);
  talk.setState({ muted: true });
  vi.advanceTimersByTime(19_000);
  expect(ends).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(ends).toBe(1);
  close();
});

it("asks for nothing once it is closed", () => {
  open()();
  vi.advanceTimersByTime(60_000);
  expect(ends).toBe(0);
});

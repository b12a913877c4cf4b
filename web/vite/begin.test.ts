import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";

const SCRIPT = readFileSync(new URL("../public/begin.js", import.meta.url), "utf8");

/** Loads a page whose browser tells of no paint, and lets no time pass. @returns the addresses of the scripts it fetched */
function loaded(page: { hash: string; search?: string; hidden?: boolean }): string[] {
  const fetched: string[] = [];
  const room = { hidden: true, dataset: {} };
  const document = {
    currentScript: { dataset: { app: "/app.js", beside: "/react.js", en: "/en.js", face: "/face.woff2" } },
    documentElement: { dataset: {}, style: {} },
    hidden: page.hidden ?? false,
    getElementById: () => room,
    createElement: () => ({}),
    head: { append: (element: { src?: string }) => element.src !== undefined && fetched.push(element.src) },
    addEventListener: (_type: string, listener: () => void) => listener(),
  };
  runInNewContext(SCRIPT, {
    document,
    location: { hash: page.hash, search: page.search ?? "" },
    localStorage: { getItem: () => null },
    matchMedia: () => ({ matches: false }),
    navigator: { languages: ["en"] },
    PerformanceObserver: class {
      observe(): void {}
    },
    URLSearchParams,
    setTimeout: () => 0,
  });
  return fetched;
}

it.each([{ hash: "#/agenda" }, { hash: "", search: "?kiosk" }, { hash: "", hidden: true }])(
  "fetches the app at once where nothing is painted before it: %j",
  (page) => {
    expect(loaded(page)).toEqual(["/app.js"]);
  },
);

it("lets the room be painted first", () => {
  expect(loaded({ hash: "" })).toEqual([]);
});

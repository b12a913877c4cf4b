import { expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { defaultSettings } from "../../session/settings.ts";
import type { Language } from "../../session/talk.ts";
import { CATALOGUES } from "./catalogue.ts";
import type { Strings } from "./languages.ts";
import { createWords, loadStrings } from "./words.ts";

/** The person begins in Japanese; other files come when the test lets them. */
function page() {
  const settings = createStore(() => defaultSettings("ja"));
  const asked: { language: Language; come: (strings: Strings) => void; fail: (error: Error) => void }[] = [];
  const load = (language: Language) =>
    new Promise<Strings>((come, fail) => {
      asked.push({ language, come, fail });
    });
  const words = createWords(settings, CATALOGUES.ja, load);
  return { words, asked, choose: (language: Language) => settings.setState({ language }) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

it("keeps the old words until the new are there", async () => {
  const { words, asked, choose } = page();
  choose("ko");
  expect([words.inUse.getState(), words.of("ko")]).toEqual([CATALOGUES.ja, CATALOGUES.ja]);
  asked[0]?.come(CATALOGUES.ko);
  await settled();
  expect([words.inUse.getState(), words.of("ko")]).toEqual([CATALOGUES.ko, CATALOGUES.ko]);
});

it("shows the language chosen last, whichever file comes last", async () => {
  const { words, asked, choose } = page();
  choose("ko");
  choose("en");
  asked[1]?.come(CATALOGUES.en);
  await settled();
  asked[0]?.come(CATALOGUES.ko);
  await settled();
  expect(words.inUse.getState()).toBe(CATALOGUES.en);
  choose("ja");
  expect(words.inUse.getState()).toBe(CATALOGUES.ja);
});

it("stays in the old language while a file cannot be had, and asks again when there is a network or another choice", async () => {
  const complained = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { words, asked, choose } = page();
  choose("en");
  asked[0]?.fail(new TypeError("no network"));
  await settled();
  expect(words.inUse.getState()).toBe(CATALOGUES.ja);
  expect(complained).toHaveBeenCalledOnce();
  words.catchUp();
  asked[1]?.fail(new TypeError("no network"));
  await settled();
  choose("ja");
  choose("en");
  asked[2]?.come(CATALOGUES.en);
  await settled();
  expect(words.inUse.getState()).toBe(CATALOGUES.en);
  words.catchUp();
  expect(asked).toHaveLength(3);
  complained.mockRestore();
});

it("finds the file of every language", async () => {
  expect(await Promise.all((["ja", "en", "ko"] as const).map(loadStrings))).toEqual(Object.values(CATALOGUES));
});

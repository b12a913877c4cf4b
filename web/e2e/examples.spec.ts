/** What the page proposes to say is understood without a model. */
import { tidy, understand } from "@hisho/providers/llm/secretary/intent.ts";
import { tongueOf } from "@hisho/providers/llm/secretary/tongues.ts";
import { expect, test } from "@playwright/test";
import { CATALOGUES } from "../src/ui/strings/catalogue.ts";
import { LANGUAGES } from "../src/ui/strings/languages.ts";

/** What each example must be taken for. */
const KINDS = {
  timerLeft: "timer-list",
  tomorrow: "agenda",
  add: "event-add",
  readNotes: "note-list",
  timer: "timer-set",
  time: "time",
} as const;

for (const language of LANGUAGES) {
  test(`what is proposed in ${language} is understood`, () => {
    const read = Object.entries(CATALOGUES[language].rest.examples).map(([name, quoted]) => {
      const said = quoted.slice(1, -1);
      return [name, understand(tidy(said), tongueOf(language, said).rules)?.kind];
    });
    expect(Object.fromEntries(read)).toEqual(KINDS);
  });
}

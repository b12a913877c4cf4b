import { expect, it } from "vitest";
import { chooseMemories } from "./choose.ts";

const memory = (text: string) => ({ id: text, text, language: "en", createdAt: new Date(0), updatedAt: new Date(0) });

it("gives what fits, whatever is too long for what is left", () => {
  const [long, longer, short] = [memory("a".repeat(2_500)), memory("b".repeat(600)), memory("the locker is 214")];
  expect(chooseMemories("What is for lunch?", [long, longer, short])).toEqual([long, short]);
});

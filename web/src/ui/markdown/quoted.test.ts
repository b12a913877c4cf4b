import { expect, it } from "vitest";
import { withQuoted } from "./quoted.ts";
import { type Inert, inertTree } from "./tree.ts";

const marked = (nodes: readonly Inert[]): string =>
  nodes
    .map((node) =>
      typeof node === "string" ? node : node.tag === "quoted" ? `<${marked(node.children)}>` : marked(node.children),
    )
    .join("");
const shown = (passage: string, answer: string, lang = "en"): string =>
  marked(withQuoted(inertTree(passage), answer, 1, lang));

it("marks the sentence an answer quotes, and nothing else of the passage", () => {
  expect(
    shown("## Rooms\n\nUp to 12,000 yen a night. Ask before.", "“Travel” says this. Up to 12,000 yen a night. [1]"),
  ).toBe("Rooms<Up to 12,000 yen a night.> Ask before.");
  expect(
    shown("一泊12,000円までです。前の日までに。", "「規程」にこうあります。一泊１２，０００円までです。[1]", "ja"),
  ).toBe("<一泊12,000円までです。>前の日までに。");
});

it("takes lines as they are broken, and no sentence too short to be a quotation", () => {
  expect(shown("Up to 12,000\nyen a night.", "Up to 12,000 yen a night.")).toBe("<Up to 12,000\nyen a night.>");
  expect(shown("No. Yes.", "No. I am sorry.")).toBe("No. Yes.");
});

it("marks what an answer says in its own words where it quotes nothing, if that is near enough", () => {
  const passage = "領収書は五日以内に出します。東京都区部の宿泊費は、一泊につき12,000円を上限とする。";
  expect(shown(passage, "東京の宿泊費は一泊12,000円が上限です[1]。", "ja")).toBe(
    "領収書は五日以内に出します。<東京都区部の宿泊費は、一泊につき12,000円を上限とする。>",
  );
  expect(shown(passage, "五日以内に出してください[2]。東京は一泊12,000円が上限です[1]。", "ja")).toContain("。<東京都");
  expect(shown(passage, "Please ask me again[1].", "ja")).toBe(passage);
});

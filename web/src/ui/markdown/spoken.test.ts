import { describe, expect, it } from "vitest";
import { spokenRuns } from "./spoken.ts";

const plain = (markdown: string): string =>
  spokenRuns(markdown)
    .map((run) => (run.kind === "text" ? run.text : run.kind === "mark" ? `①`.repeat(run.n) : "/"))
    .join("");

describe("spokenRuns", () => {
  it("leaves the marks of Markdown out and keeps citations in their place", () => {
    expect(plain("東京は**12,000円**までです[1]。")).toBe("東京は12,000円までです①。");
    expect(plain("- one\n- two\n\n`code`")).toBe("one/two/code");
    expect(plain("| a | b |\n|---|---|\n| 1 | 2 |")).toBe("a b /1 2 ");
  });

  it("hides a mark that is still unclosed while the answer streams", () => {
    expect(plain("東京は**12,0")).toBe("東京は12,0");
    expect(plain("3 * 4 = 12")).toBe("3 * 4 = 12");
  });

  it("points into the Markdown", () => {
    const markdown = "a **bc** d";
    for (const run of spokenRuns(markdown)) {
      if (run.kind === "text") expect(markdown.slice(run.from, run.to)).toBe(run.text);
    }
    const [escaped] = spokenRuns("a\\*b");
    expect(escaped).toEqual({ kind: "text", text: "a*b", from: 0, to: 4 });
  });
});

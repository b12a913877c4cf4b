import { describe, expect, it } from "vitest";
import { csvOf, readCsv, readEntries } from "./file.ts";

const NOW = new Date(0);
const reading = (written: string, spoken: string, language: string) => ({
  id: written,
  written,
  spoken,
  language,
  createdAt: NOW,
  updatedAt: NOW,
});

describe("a file of readings", () => {
  it("comes back as it was written, whatever a word holds", () => {
    const readings = [
      reading("町田", "まちだ", "ja"),
      reading('say "hi", please', "hello", "en"),
      reading("=1+1", "-two", "en"),
      reading("👍", "좋아요", "ko"),
    ];
    const csv = csvOf(readings);
    expect(csv.startsWith("\uFEFFwritten,spoken,language\r\n町田,まちだ,ja\r\n")).toBe(true);
    expect(csv).toContain("'=1+1,'-two,en");
    const bare = readings.map(({ written, spoken, language }) => ({ written, spoken, language }));
    expect(readCsv(csv)).toEqual({ readings: bare, refused: [] });
  });

  it("gives what is good and says what is not", () => {
    expect(readCsv("language,spoken,written\nja,まちだ,町田\nfr,x,y\nja,,z\n")).toEqual({
      readings: [{ written: "町田", spoken: "まちだ", language: "ja" }],
      refused: [
        { entry: 3, field: "language", expected: "one of ja, en, ko" },
        { entry: 4, field: "spoken", expected: "1 to 100 characters" },
      ],
    });
    expect(readEntries([{ written: "a".repeat(101), spoken: "b", language: "en" }, null])?.refused).toEqual([
      { entry: 1, field: "written", expected: "1 to 100 characters" },
      { entry: 2, field: "entry", expected: "written, spoken and language" },
    ]);
  });

  it("is refused when it is something else", () => {
    expect(readCsv("name,phone\nTanaka,090\n")).toBeUndefined();
    expect(readCsv('"unclosed\n')).toBeUndefined();
    expect(readEntries(Array.from({ length: 5_001 }, () => ({})))).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { joined, textOf, unitsOf, withoutEndMarks } from "./units.ts";

const written = (text: string): string[] => unitsOf(text).map((unit) => unit.text);

describe("the units of a transcript", () => {
  it("are words with their marks where words are spaced", () => {
    expect(written("Well, don't say half-past 3.5!")).toEqual(["Well,", "don't", "say", "half-past", "3.5!"]);
    expect(written("안녕하세요, 회의는 세 시입니다.")).toEqual(["안녕하세요,", "회의는", "세", "시입니다."]);
  });

  it("are characters where words are not, and words inside of them", () => {
    expect(written("はい、「OK」です。")).toEqual(["は", "い、「", "OK」", "で", "す。"]);
    expect(written("明日の10時")).toEqual(["明", "日", "の", "10", "時"]);
  });

  it("are the same word in any case and with any marks", () => {
    const keys = (text: string): string[] => unitsOf(text).map(({ key }) => key);
    expect(keys("Country, ASK")).toEqual(keys("country. ask"));
    expect(keys("です。")).toEqual(keys("です"));
    expect(keys("ten")).not.toEqual(keys("tent"));
  });

  it.each(["And so, my fellow Americans.", "明日 の10時 OK です。", "네, 세 시 입니다", " …  !  ", ""])(
    "written again are the text: %j",
    (text) => {
      expect(textOf(unitsOf(text))).toBe(text.trim().replace(/\s+/g, " "));
    },
  );
});

it("texts are joined as their scripts are written", () => {
  expect(joined("in the", "morning")).toBe("in the morning");
  expect(joined("明日の", "10時")).toBe("明日の10時");
  expect(joined("はい。", "そうです")).toBe("はい。そうです");
  expect(joined("세 시", "입니다")).toBe("세 시 입니다");
  expect(joined("", "yes")).toBe("yes");
});

it("only the last unit loses its marks, and never all of it", () => {
  expect(textOf(withoutEndMarks(unitsOf("Yes, of course.")))).toBe("Yes, of course");
  expect(textOf(withoutEndMarks(unitsOf("そうです。")))).toBe("そうです");
  expect(textOf(withoutEndMarks(unitsOf("well ...")))).toBe("well ...");
});

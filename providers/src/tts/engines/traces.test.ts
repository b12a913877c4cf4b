import { VISEMES } from "@hisho/protocol";
import { describe, expect, it } from "vitest";
import { arpabetShape } from "./arpabet.ts";
import { asciiEnglish } from "./ascii.ts";
import { oneLine, piecesOf } from "./clause.ts";
import { readPhoneEnds } from "./flite-trace.ts";
import { japaneseShape } from "./japanese-phones.ts";
import { readOutputLabels } from "./open-jtalk-trace.ts";

describe("what engines tell about their phones", () => {
  it("is read from flite's pairs", () => {
    expect(readPhoneEnds("pau:0.164 hh:0.255 ax:0.304\nerror: 7:3 ")).toEqual([
      { phone: "pau", endMs: 164 },
      { phone: "hh", endMs: 255 },
      { phone: "ax", endMs: 304 },
    ]);
  });

  it("is read from Open JTalk's labels, in units of 100 ns", () => {
    const trace = `[Text analysis result]
こんにちは,感動詞,*,*,*,*,*,こんにちは,コンニチハ,コンニチワ,0/5,-1

[Output label]
0 2700000 xx^xx-sil+k=o/A:xx+xx+xx/B:xx-xx_xx
2700000 3650000 xx^sil-k+o=N/A:-4+1+5/B:xx-xx_xx
3650000 4700000 sil^k-o+N=n/A:-4+1+5/B:xx-xx_xx

[Global parameter]
5 6 a-b+c
`;
    expect(readOutputLabels(trace)).toEqual([
      { phone: "sil", endMs: 270 },
      { phone: "k", endMs: 365 },
      { phone: "o", endMs: 470 },
    ]);
    expect(readOutputLabels("nothing of the kind")).toEqual([]);
  });

  it("moves the mouth: vowels open, lips shut for p, b and m", () => {
    expect("aiueo".split("").map((phone) => japaneseShape(phone)[0])).toEqual([...VISEMES]);
    expect(["aa", "iy", "uw", "eh", "ow"].map((phone) => arpabetShape(phone)[0])).toEqual([...VISEMES]);
    for (const phone of ["p", "b", "m", "pau", "?"]) {
      expect(arpabetShape(phone)).toEqual(["sil", 0]);
      expect(japaneseShape(phone)).toEqual(["sil", 0]);
    }
  });
});

describe("what engines are given", () => {
  it("is one line", () => {
    expect(oneLine(" 一\n二\u2028\t三\u0000 ")).toBe("一 二 三");
  });

  it("is cut after punctuation where it is too long, and nothing is lost", () => {
    expect(piecesOf("ああ、いいいい、うう", 6)).toEqual(["ああ、", "いいいい、", "うう"]);
    expect(piecesOf("𠮷𠮷𠮷", 2)).toEqual(["𠮷𠮷", "𠮷"]);
    expect(piecesOf("", 5)).toEqual([]);
  });

  it("is ASCII for flite", () => {
    expect(asciiEnglish("It’s a “café” — ½ 会議…")).toBe(`It's a "cafe" ,  1 2  ...`);
  });
});

import { describe, expect, it } from "vitest";
import { readDocument } from "./read-document.ts";
import { docxWith, epubWith, pptxWith, wordParagraph, wordTable, xlsxWith, zipOf } from "./testing/archives.ts";
import { pdfWithPages, pdfWithPlaced } from "./testing/pdf.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const only = async (bytes: Uint8Array, name: string) => {
  const { documents, refused } = await readDocument(bytes, name);
  expect(refused).toEqual([]);
  expect(documents).toHaveLength(1);
  return documents[0]!;
};

describe("a file becomes text", () => {
  it("from a PDF, its pages parted, its lines joined as they are spoken, Japanese without spaces", async () => {
    const document = await only(
      pdfWithPages(["The ferry leaves at\nnoon.", "会議は水曜日の\n午後三時です。", "Page three."]),
      "timetable.pdf",
    );
    expect(document).toEqual({
      name: "timetable.pdf",
      title: "timetable.pdf",
      mediaType: "application/pdf",
      bytes: expect.any(Number),
      text: "The ferry leaves at\nnoon.\f会議は水曜日の午後三時です。\fPage three.",
    });
  });

  it("from a PDF's table, a line a row, its cells apart, and the paragraphs around it as they are", async () => {
    const rows = [
      ["Name", "Room", "Rate"],
      ["Tanaka Hanako", "12", "9,000"],
      ["佐藤", "405", "12,500"],
    ];
    const cells = rows.flatMap((row, line) =>
      row.map((text, column): [number, number, string] => [
        // The rates end at the same place.
        column === 2 ? 400 - text.length * 6 : 72 + column * 150,
        700 - line * 16,
        text,
      ]),
    );
    const { documents } = await readDocument(
      pdfWithPlaced([[72, 740, "Rooms of the house are let by the night."], ...cells, [72, 620, "Ask the keeper."]]),
      "rooms.pdf",
    );
    expect(documents[0]?.text).toBe(
      "Rooms of the house are let by the night.\n\nName | Room | Rate\nTanaka Hanako | 12 | 9,000\n佐藤 | 405 | 12,500\n\nAsk the keeper.",
    );
  });

  it.each([
    ["drawn one after the other", (lines: [number, number, string][]) => lines.sort(([a], [b]) => a - b)],
    ["drawn line by line", (lines: [number, number, string][]) => lines],
  ])("from a PDF of two columns %s, without taking them for a table", async (_how, order) => {
    const left = ["The ferry leaves at noon from the old", "harbour, and nobody waits for those", "who come late."];
    const right = [
      "Tickets are sold at the red lighthouse",
      "until the evening, and on board by the",
      "captain himself.",
    ];
    const lines = left.flatMap((text, line): [number, number, string][] => [
      [72, 700 - line * 14, text],
      [330, 700 - line * 14, right[line] ?? ""],
    ]);
    const { documents } = await readDocument(pdfWithPlaced(order(lines)), "ferry.pdf");
    expect(documents[0]?.text).not.toContain("|");
    expect(documents[0]?.text).toContain("harbour, and nobody waits for those");
  });

  it("from Word, with headings and table rows", async () => {
    const body =
      wordParagraph("旅費規程", "Heading1") +
      wordParagraph("上限は一日一万円です。") +
      wordTable([
        ["City", "Limit"],
        ["Busan", "120"],
      ]);
    const { title, text, mediaType } = await only(docxWith(body), "rules.docx");
    expect(mediaType).toContain("wordprocessingml");
    expect(title).toBe("旅費規程");
    expect(text).toBe("# 旅費規程\n\n上限は一日一万円です。\n\nCity | Limit\nBusan | 120");
  });

  it("from PowerPoint, slides in the order in which they are shown, with notes", async () => {
    const { text } = await only(
      pptxWith([
        { title: "Plan", body: "Ship in May", notes: "Ask Tanaka" },
        { title: "予算", body: "三百万円" },
      ]),
      "plan.pptx",
    );
    expect(text).toBe("## 1. Plan\n\nShip in May\n\nAsk Tanaka\n\n## 2. 予算\n\n三百万円");
  });

  it("from Excel and CSV, each row with its columns' names", async () => {
    const rows = [
      ["Name", "Room"],
      ["田中", 12],
      ["Kim", 7],
    ];
    const { text } = await only(xlsxWith({ 部屋: rows, Empty: [] }), "rooms.xlsx");
    expect(text).toBe("## 部屋\n\n2. Name: 田中; Room: 12\n3. Name: Kim; Room: 7");
    const csv = await only(utf8('Name,Note\n"Lee, J","two\nlines"\n'), "a.csv");
    expect(csv).toMatchObject({ text: "2. Name: Lee, J; Note: two lines", mediaType: "text/csv" });
    expect((await only(utf8("a\tb\n1\t2"), "a.tsv")).text).toBe("2. a: 1; b: 2");
  });

  it("from an EPUB, chapters in their order under its title", async () => {
    const { title, text } = await only(
      epubWith("吾輩は猫である", ["<h1>一</h1><p>名前はまだ無い。</p>", "<h1>二</h1><p>吾輩は新年来。</p>"]),
      "cat.epub",
    );
    expect(title).toBe("吾輩は猫である");
    expect(text).toBe("# 一\n\n名前はまだ無い。\n\n# 二\n\n吾輩は新年来。");
  });

  it("from HTML, without scripts, pictures and what their addresses are", async () => {
    const page = `<!doctype html><html><head><title>Harbour</title><script>steal()</script></head><body>
      <h2>Times</h2><p>The <a href="https://x.test/?q">ferry</a> leaves at noon.</p>
      <img src="https://tracker.test/p.png" alt="beacon"><svg onload="x()"><text>hidden</text></svg>
      <table><tr><th>Day</th><th>Hour</th></tr><tr><td>Mon</td><td>9</td></tr></table></body></html>`;
    const { title, text, mediaType } = await only(utf8(page), "h.html");
    expect(title).toBe("Harbour");
    expect(mediaType).toBe("text/html");
    expect(text).toContain("## Times");
    expect(text).toContain("The ferry leaves at noon.");
    expect(text).toContain("Day | Hour\nMon | 9");
    expect(text).not.toMatch(/steal|tracker|beacon|hidden|x\.test/);
  });

  it("from text, with its title from the first heading, else from its name", async () => {
    expect(await only(utf8("x\n# 表題\ny"), "a.txt")).toMatchObject({ title: "表題", mediaType: "text/markdown" });
    expect(await only(utf8("plain"), "b.md")).toMatchObject({ title: "b.md", mediaType: "text/plain" });
  });

  it("from a wiki's export, a document a page, in the words that it shows", async () => {
    const page = (title: string, namespace: number, text: string): string =>
      `<page><title>${title}</title><ns>${namespace}</ns><id>1</id><revision><id>2</id><contributor><username>x</username></contributor><text xml:space="preserve">${text}</text></revision></page>`;
    const source = `{{Infobox ferry|captain=Tanaka}}
'''The ferry''' leaves from the [[harbour|old harbour]].&lt;ref&gt;a book&lt;/ref&gt; 会議は水曜日です。
== Rates ==
* adults: nine
{| class="wikitable"
! Name !! Room
|-
| Sato || 12
|}`;
    const dump = `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en"><siteinfo><sitename>W</sitename></siteinfo>${page("Ferry", 0, source)}${page("Talk:Ferry", 1, "Who wrote this?")}${page("Boat", 0, "#REDIRECT [[Ferry]]")}${page("料金", 0, "大人は五百円。")}</mediawiki>`;
    const { documents, refused } = await readDocument(utf8(dump), "wiki.xml");
    expect(refused).toEqual([]);
    expect(documents.map(({ name, title, mediaType }) => [name, title, mediaType])).toEqual([
      ["wiki.xml/Ferry", "Ferry", "text/markdown"],
      ["wiki.xml/料金", "料金", "text/markdown"],
    ]);
    expect(documents[0]?.text).toBe(
      "# Ferry\n\n- captain: Tanaka\n\nThe ferry leaves from the old harbour. 会議は水曜日です。\n\n## Rates\n\n- adults: nine\n\n2. Name: Sato; Room: 12",
    );
  });

  it("from an archive of archives, as Notion packs its pages", async () => {
    const part = zipOf({ "Home 0123abcd/Ferry.md": "# Ferry\nLeaves at noon.", "Rates.csv": "Name,Rate\nAdult,9" });
    const { documents, refused } = await readDocument(zipOf({ "Export-Part-1.zip": part }), "notion.zip");
    expect(refused).toEqual([]);
    expect(documents.map(({ name, title }) => [name, title])).toEqual([
      ["notion.zip/Export-Part-1.zip/Home 0123abcd/Ferry.md", "Ferry"],
      ["notion.zip/Export-Part-1.zip/Rates.csv", "Rates.csv"],
    ]);
  });

  it("from an archive, one document a file, what systems add left out", async () => {
    const zip = zipOf({
      "notes/a.md": "# Tea\nGreen.",
      "notes/b.pdf": pdfWithPages(["Coffee."]),
      "__MACOSX/._a.md": "junk",
      "photo.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1]),
      "会議.txt": "水曜日",
    });
    const { documents, refused } = await readDocument(zip, "wiki.zip");
    expect(documents.map(({ name, title }) => [name, title])).toEqual([
      ["wiki.zip/notes/a.md", "Tea"],
      ["wiki.zip/notes/b.pdf", "b.pdf"],
      ["wiki.zip/会議.txt", "会議.txt"],
    ]);
    expect(refused).toEqual([{ name: "photo.png", reason: "unknown" }]);
  });
});

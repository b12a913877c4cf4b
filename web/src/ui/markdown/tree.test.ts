import { describe, expect, it } from "vitest";
import { hostOf, type Inert, type InertTag, inertTree } from "./tree.ts";

const TAGS: ReadonlySet<InertTag> = new Set([
  "p",
  "strong",
  "em",
  "del",
  "code",
  "pre",
  "ul",
  "ol",
  "li",
  "blockquote",
  "table",
  "tr",
  "th",
  "td",
  "hr",
  "br",
  "heading",
  "link",
  "host",
  "mark",
]);

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<iframe src=javascript:alert(1)></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<body onload=alert(1)>",
  "<a href='javascript:alert(1)'>x</a>",
  "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
  "<details open ontoggle=alert(1)>",
  "<video><source onerror=alert(1)></video>",
  "<object data='javascript:alert(1)'></object>",
  "<embed src='javascript:alert(1)'>",
  "<form action='javascript:alert(1)'><button>go</button></form>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<base href='https://evil.example/'>",
  "<link rel=stylesheet href='https://evil.example/x.css'>",
  "<style>@import 'https://evil.example/x.css'</style>",
  "<input autofocus onfocus=alert(1)>",
  "<marquee onstart=alert(1)>x</marquee>",
  "<template><img src=x onerror=alert(1)></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml version='1.0'?><script>alert(1)</script>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](javascript&colon;alert(1))",
  "[x](java\nscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](vbscript:msgbox(1))",
  "[x](file:///etc/passwd)",
  "[x](blob:https://hisho.example/1)",
  "[x]: javascript:alert(1)\n\n[x]",
  "<javascript:alert(1)>",
  "![x](https://evil.example/pixel.png)",
  "![x](javascript:alert(1))",
  "![x][y]\n\n[y]: https://evil.example/pixel.png",
  "[![x](https://evil.example/p.png)](javascript:alert(1))",
  "[x](https://evil.example 'onmouseover=alert(1)')",
  "`<script>alert(1)</script>`",
  "```html\n<script>alert(1)</script>\n```",
  "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| [x](javascript:alert(1)) | <script>alert(1)</script> |",
  "- <svg/onload=alert(1)>\n- [x](javascript:alert(1))",
  "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
  "http://evil.example/<script>alert(1)</script>",
  "\u202e<script>alert(1)</script>",
];

function check(nodes: readonly Inert[]): void {
  for (const node of nodes) {
    if (typeof node === "string") continue;
    expect(TAGS).toContain(node.tag);
    expect(Object.keys(node).sort()).toEqual(["children", "tag"]);
    if (node.tag === "host") expect(String(node.children[0])).not.toMatch(/[:<]\s*alert/);
    check(node.children);
  }
}

const wordsOf = (nodes: readonly Inert[]): string =>
  nodes.map((node) => (typeof node === "string" ? node : wordsOf(node.children))).join("");

describe("inertTree", () => {
  it.each(HOSTILE)("%j becomes words and inert elements only", (markdown) => {
    check(inertTree(markdown));
  });

  it("keeps raw HTML as the characters it is", () => {
    expect(inertTree("<b onclick=x>hi</b>")).toEqual([{ tag: "p", children: ["<b onclick=x>", "hi", "</b>"] }]);
  });

  it("names the host of a link beside its words, and no more of it", () => {
    expect(inertTree("[our bank](https://evil.example/login?x=1)")).toEqual([
      {
        tag: "p",
        children: [
          { tag: "link", children: ["our bank"] },
          { tag: "host", children: ["evil.example"] },
        ],
      },
    ]);
    expect(hostOf("https://аpple.com/")).toBe("xn--pple-43d.com");
    expect(hostOf("javascript:alert(1)")).toBe("javascript");
  });

  it("reads tables, lists, code and citation marks", () => {
    const [table] = inertTree("| a | b |\n|---|---|\n| 1 | 2 |");
    expect(table).toMatchObject({ tag: "table", children: [{ tag: "tr" }, { tag: "tr" }] });
    expect(inertTree("- **x** [1]\n- y")).toEqual([
      {
        tag: "ul",
        children: [
          { tag: "li", children: [{ tag: "strong", children: ["x"] }, " ", { tag: "mark", children: ["1"] }] },
          { tag: "li", children: ["y"] },
        ],
      },
    ]);
    expect(wordsOf(inertTree("```\na < b\n```"))).toBe("a < b");
  });
});

describe("what would take the page's time or its stack", () => {
  const nested = Array.from({ length: 100 }, (_, level) => `${"  ".repeat(level)}- a`).join("\n");
  it.each([">".repeat(2000), "- ".repeat(50), nested, `${"**".repeat(2000)}a`, `${"long ".repeat(2000)}`])(
    "is plain words: %.20s",
    (markdown) => {
      expect(inertTree(markdown)).toEqual([{ tag: "p", children: [markdown] }]);
    },
  );

  it("leaves lists of lists and long code alone", () => {
    expect(inertTree("- a\n  - b\n    - c\n      > d")).toMatchObject([{ tag: "ul" }]);
    expect(inertTree(`\`\`\`\n${" ".repeat(40)}return;\n\`\`\``)).toMatchObject([{ tag: "pre" }]);
    expect(inertTree("a\n\n* * *")).toMatchObject([{ tag: "p" }, { tag: "hr" }]);
  });
});

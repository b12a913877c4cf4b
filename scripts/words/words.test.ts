import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { checkPage, literalsIn, unusedIn } from "./check.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Written before the screen that shows them: the page that takes over a talk from the reception. */
const AHEAD: ReadonlySet<string> = new Set([".kiosk.received"]);

it("no words in the page's code, and no words that nobody reads", { timeout: 120_000 }, () => {
  const { literals, unused } = checkPage(ROOT);
  expect({ literals, unused: unused.filter((entry) => !AHEAD.has(entry)) }).toEqual({ literals: [], unused: [] });
});

describe("a word in code", () => {
  const found = (code: string): string[] =>
    literalsIn([ts.createSourceFile("/p/a.tsx", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX)], "/p");

  it.each([
    ["<p>Hello</p>", '"Hello"'],
    ["<p>{ready ? text.a : 'まだです'}</p>", '"まだです"'],
    ["<p>{open && `\u0024{n} files`}</p>", '"files"'],
    ['<button aria-label="Close" />', '"Close"'],
    ["<input placeholder={words ?? '여기에'} />", '"여기에"'],
  ])("%s", (code, words) => {
    expect(found(`export const a = ${code};`)).toEqual([`a.tsx:1 ${words}`]);
  });

  it.each([
    ["<p>{text.hello} · 1 / 2</p>"],
    ['<p className="said" data-kind={kind === "quiet" ? "a" : "b"}>{n}%</p>'],
    ["<p>{state === 'open' && text.open}</p>"],
  ])("is not %s", (code) => {
    expect(found(`export const a = ${code};`)).toEqual([]);
  });
});

describe("an unused entry", () => {
  const unused = (use: string): string[] => {
    const files: Record<string, string> = {
      "/p/strings/ja.ts":
        'export const ja = { a: { one: "x", two: (n: number) => "n" + n }, b: { y: "1", n: "2" }, c: "z" };',
      "/p/use.ts": `import { ja } from "./strings/ja.ts";\n${use}`,
    };
    const host = ts.createCompilerHost({});
    const program = ts.createProgram({
      rootNames: Object.keys(files),
      options: {
        allowImportingTsExtensions: true,
        noEmit: true,
        noLib: true,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
      },
      host: {
        ...host,
        directoryExists: () => true,
        fileExists: (name) => name in files,
        readFile: (name) => files[name],
        getSourceFile: (name, target) =>
          files[name] === undefined ? undefined : ts.createSourceFile(name, files[name], target, true),
      },
    });
    const sources = program.getSourceFiles().filter(({ fileName }) => fileName in files);
    return unusedIn(program, sources, { file: "/p/strings/ja.ts", name: "ja", folder: "/p/strings" });
  };

  it("is one that nothing reads", () => {
    expect(unused("export const x = [ja.a.one, ja.c];")).toEqual([".a.two", ".b"]);
  });

  it("is none that is taken apart, indexed or spread", () => {
    expect(unused('export const { a: { one, two }, c } = ja; export const x = (k: "y" | "n") => ja.b[k];')).toEqual([]);
    expect(unused("export const x = { ...ja.a, ...ja.b, c: ja.c };")).toEqual([]);
  });
});

import type { ReactNode } from "react";
import { useMemo } from "react";
import { MARK_IN_TEXT } from "../parts/mark.ts";
import { withQuoted } from "./quoted.ts";
import { type Inert, type InertElement, inertTree } from "./tree.ts";

const MARKDOWN = "wrap-anywhere [&>*+*]:mt-3";
const CELL = "border-b-hair border-line py-[6px] pe-4 text-start align-top";
const LIST = "ps-[1.4em] marker:text-ink-2 marker:tabular-nums [&>li+li]:mt-1";

/** Japanese and Korean have no italics. */
const LOOKS: Readonly<Record<string, string>> = {
  strong: "font-semibold",
  em: "font-semibold not-italic lang-en:font-normal lang-en:italic lang-en:[font-synthesis:style]",
  ul: `${LIST} list-disc`,
  ol: `${LIST} list-decimal`,
  code: "rounded-bar bg-sunk px-1 py-px font-mono text-[0.92em]",
  th: `${CELL} font-semibold`,
  td: CELL,
  blockquote: "border-s-2 border-edge ps-4 text-ink-2",
};

/** An answer or a passage as it reads: rendered and inert. Sentences that `quotedBy` rests on are marked. */
export function Markdown(props: { text: string; lang: string; quotedBy?: { answer: string; n: number } }): ReactNode {
  const { text, lang } = props;
  const { answer, n = 0 } = props.quotedBy ?? {};
  const tree = useMemo(
    () => (answer === undefined ? inertTree(text) : withQuoted(inertTree(text), answer, n, lang)),
    [text, lang, answer, n],
  );
  return (
    <div className={MARKDOWN} lang={lang}>
      {draw(tree)}
    </div>
  );
}

// The tree of one text never changes, so a place in it is a key.
const draw = (nodes: readonly Inert[]): ReactNode[] =>
  nodes.map((node, at) => (typeof node === "string" ? node : drawElement(node, at)));

function drawElement({ tag, children }: InertElement, key: number): ReactNode {
  const inner = draw(children);
  switch (tag) {
    case "br":
    case "hr": {
      const Tag = tag;
      return <Tag key={key} className={tag === "hr" ? "border-t-hair border-line" : undefined} />;
    }
    case "heading":
      return (
        <p key={key} className="font-semibold">
          {inner}
        </p>
      );
    case "pre":
      return (
        <pre
          key={key}
          className="overflow-x-auto rounded-control border-hair border-line bg-sunk px-4 py-3 leading-[1.5] [&>code]:bg-transparent [&>code]:p-0"
        >
          <code className={LOOKS.code}>{inner}</code>
        </pre>
      );
    case "table":
      return (
        <div key={key} className="overflow-x-auto">
          <table className="border-collapse tabular-nums">
            <tbody>{inner}</tbody>
          </table>
        </div>
      );
    case "link":
      return (
        <span key={key} className="underline decoration-edge underline-offset-[0.2em]">
          {inner}
        </span>
      );
    case "host":
      return (
        <span key={key} className="text-[0.88em] text-ink-2">
          {" ("}
          {inner}
          {")"}
        </span>
      );
    case "mark":
      return (
        <span key={key} className={MARK_IN_TEXT}>
          {inner}
        </span>
      );
    case "quoted":
      return (
        <mark key={key} className="rounded-bar bg-lamp-fill box-decoration-clone px-[3px] py-[2px] text-ink">
          {inner}
        </mark>
      );
    default: {
      const Tag = tag;
      return (
        <Tag key={key} className={LOOKS[tag]}>
          {inner}
        </Tag>
      );
    }
  }
}

import type { ReactNode } from "react";
import { useMemo } from "react";
import { withQuoted } from "./quoted.ts";
import { type Inert, type InertElement, inertTree } from "./tree.ts";
import "./markdown.css";

/** An answer or a passage as it reads: rendered and inert. Sentences that `quotedBy` rests on are marked. */
export function Markdown(props: { text: string; lang: string; quotedBy?: { answer: string; n: number } }): ReactNode {
  const { text, lang } = props;
  const { answer, n = 0 } = props.quotedBy ?? {};
  const tree = useMemo(
    () => (answer === undefined ? inertTree(text) : withQuoted(inertTree(text), answer, n, lang)),
    [text, lang, answer, n],
  );
  return (
    <div className="markdown" lang={lang}>
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
      return <Tag key={key} />;
    }
    case "heading":
      return (
        <p key={key} className="markdown-heading">
          {inner}
        </p>
      );
    case "pre":
      return (
        <pre key={key}>
          <code>{inner}</code>
        </pre>
      );
    case "table":
      return (
        <div key={key} className="markdown-table">
          <table>
            <tbody>{inner}</tbody>
          </table>
        </div>
      );
    case "link":
      return (
        <span key={key} className="markdown-link">
          {inner}
        </span>
      );
    case "host":
      return (
        <span key={key} className="markdown-host">
          {" ("}
          {inner}
          {")"}
        </span>
      );
    case "mark":
      return (
        <span key={key} className="mark">
          {inner}
        </span>
      );
    case "quoted":
      return <mark key={key}>{inner}</mark>;
    default: {
      const Tag = tag;
      return <Tag key={key}>{inner}</Tag>;
    }
  }
}

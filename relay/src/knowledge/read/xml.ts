/** The little that is asked of parsed XML. */
import type { AnyNode, Document, Element } from "domhandler";
import { DomUtils } from "htmlparser2";

/** Elements of this name below `node`, in document order. */
export const elementsOf = (node: Document | Element, name: string): Element[] =>
  DomUtils.getElementsByTagName(name, node.children, true);

export const attributeOf = (element: Element, name: string): string | undefined => element.attribs[name];

export const textOf = (node: AnyNode): string => DomUtils.textContent(node);

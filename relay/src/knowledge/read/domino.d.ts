/** The part of a DOM (WHATWG DOM Standard) that is used of a page; the package brings no types that fit a program without DOM. */
declare module "@mixmark-io/domino" {
  export interface DominoElement {
    readonly nodeName: string;
    readonly textContent: string | null;
    readonly innerHTML: string;
    readonly childNodes: Iterable<DominoElement>;
    remove(): void;
  }
  export interface DominoDocument {
    readonly title: string;
    readonly body: DominoElement;
    /** A list that does not change; of a selector that is one name only, it is live and cannot be iterated. */
    querySelectorAll(selectors: string): Iterable<DominoElement>;
  }
  export function createDocument(html: string): DominoDocument;
}

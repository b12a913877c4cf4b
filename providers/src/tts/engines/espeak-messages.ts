/** Parent to the child that runs the espeak-ng package. */
export interface EspeakCall {
  id: number;
  /** As the command line takes them, the text last. */
  args: string[];
  /** Name of the file that `args` tell it to write. */
  file: string;
}

/** Child to parent: the file, or why there is none. Id 0 says that the package is loaded. */
export type EspeakAnswer = { id: number; wav: Uint8Array } | { id: number; error: string };

export type ReadingIntent =
  | { kind: "read-as"; written: string; spoken: string }
  /** As the voice would by itself. */
  | { kind: "read-plainly"; written: string };

import { type ComponentType, type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export interface Later<Props> {
  (props: Props): ReactNode;
  /** Fetches its code now, so that it is there at its first use. Never throws: the next use tries again. */
  fetch(): void;
}

/** A part whose code comes after the first picture: nothing until it is there, and then at once, without a blink. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  const code = createStore<{ Part: ComponentType<Props> | null }>(() => ({ Part: null }));
  let coming = false;
  const fetch = (): void => {
    if (coming) return;
    coming = true;
    load().then(
      (Part) => code.setState({ Part }),
      (error: unknown) => {
        coming = false;
        console.error("later", error);
      },
    );
  };
  function Part(props: Props): ReactNode {
    const { Part: Loaded } = useStore(code);
    useEffect(fetch, []);
    return Loaded === null ? null : <Loaded {...props} />;
  }
  return Object.assign(Part, { fetch });
}

import { useEffect, useEffectEvent, useState } from "react";

/** What takes a file, by the ending of its name in small letters, such as ".vrm". */
export type Takers = Readonly<Record<string, (file: File) => void>>;

const holdsFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes("Files") === true;

export const endingOf = (name: string): string => /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? "";

/**
 * The whole page takes files of certain endings, before any other place on it. What nobody takes is kept from the browser,
 * which would leave the page for it.
 * @returns whether files are held over the page
 */
export function useDroppedFiles(takers: Takers): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent((files: readonly File[]): boolean => {
    const taken = files.filter(({ name }) => Object.hasOwn(takers, endingOf(name)));
    for (const file of taken) takers[endingOf(file.name)]?.(file);
    return taken.length > 0;
  });
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      setIsOver(false);
      if (!holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (!take([...(event.dataTransfer?.files ?? [])])) return;
      event.stopImmediatePropagation();
      // Other places that wait for a drop are told that it has gone by.
      window.dispatchEvent(new DragEvent("dragleave"));
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop, { capture: true });
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop, { capture: true });
    };
  }, []);
  return isOver;
}

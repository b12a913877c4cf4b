import { useEffect, useEffectEvent, useState } from "react";
import { takeShared } from "../../knowledge/shared.ts";
import { useServices, useText } from "../services.ts";
import { droppedFiles, giftsOf } from "./dropped-files.ts";
import { givenBy } from "./given.ts";

const holdsFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes("Files") === true;
const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"));

/** Words as they come by paste or from the field: an address or a text. */
export function useGiveWords(): (words: string) => void {
  const text = useText();
  const { shelf } = useServices();
  return (words) => {
    const time = new Date().toLocaleString("sv").replaceAll(":", ".");
    const given = givenBy(words, text.documents.pastedName(time));
    if (given === null) return;
    if ("url" in given) shelf.addPage(given.url);
    else shelf.add(giftsOf([given.file]));
  };
}

/** The whole page takes what is dropped, pasted or was shared with it. @returns whether something is held over it */
export function useGifts(): boolean {
  const { shelf } = useServices();
  const giveWords = useGiveWords();
  const [isOver, setIsOver] = useState(false);

  const drop = useEffectEvent((event: DragEvent): void => {
    setIsOver(false);
    const { dataTransfer } = event;
    if (dataTransfer === null || !holdsFiles(dataTransfer)) return;
    event.preventDefault();
    void droppedFiles(dataTransfer.items).then(shelf.add);
  });
  const paste = useEffectEvent((event: ClipboardEvent): void => {
    if (isField(event.target) || event.clipboardData === null) return;
    const files = [...event.clipboardData.files];
    if (files.length > 0) shelf.add(giftsOf(files));
    else giveWords(event.clipboardData.getData("text/plain"));
  });

  const takeWaiting = useEffectEvent(async (): Promise<void> => {
    const { files, words } = await takeShared(window.caches);
    if (files.length > 0) shelf.add(giftsOf(files));
    for (const each of words) giveWords(each);
  });
  useEffect(() => void takeWaiting(), []);

  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, []);
  return isOver;
}

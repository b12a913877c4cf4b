import type { ReactNode } from "react";
import { useTalk } from "../services.ts";
import { TalkKey } from "../talk/TalkKey.tsx";
import { useStateWord } from "../talk/use-state-word.ts";
import type { TalkKeyPress } from "../talk/use-talk-key.ts";
import { PortraitWindow } from "../window/PortraitWindow.tsx";

/** The talk on every other page: the little window, what is going on, and the key. */
export function TalkBar({ press, hint }: { press: TalkKeyPress; hint: string }): ReactNode {
  const open = useTalk((state) => state.microphoneOpen && !state.muted);
  const { word } = useStateWord();
  return (
    <div className="flex min-h-19 items-center gap-[14px] pe-[6px] in-[[role=dialog]]:mt-auto">
      <PortraitWindow className="-m-[6px]" />
      <p className="flex min-w-0 flex-1 flex-col leading-[1.5] wrap-anywhere">
        <span className="font-semibold">{word}</span>
        {open && <span className="text-small leading-[1.5] text-ink-2">{hint}</span>}
      </p>
      <TalkKey press={press} variant="bar" />
    </div>
  );
}

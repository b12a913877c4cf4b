import { AudioLines, Copy, Share2, Square, TextCursorInput, Volume2 } from "lucide-react";
import type { TurnView } from "../../session/talk.ts";
import type { MenuItem } from "../parts/Menu.tsx";
import type { Strings } from "../strings/languages.ts";
import type { TurnActions } from "./use-turn-actions.ts";

/** The entries of an exchange's menu; its rating has keys of its own or entries behind these. */
export function turnItems(turn: TurnView, actions: TurnActions, words: Strings["turns"]): MenuItem[] {
  const { userText, assistantText } = turn;
  return [
    { label: words.copy, icon: Copy, onSelect: () => void actions.copy() },
    { label: words.share, icon: Share2, onSelect: () => void actions.share() },
    { label: words.edit, icon: TextCursorInput, disabled: userText === "", takesFocus: true, onSelect: actions.edit },
    ...(actions.sounds
      ? [{ label: words.stop, icon: Square, onSelect: actions.stop }]
      : [
          { label: words.replay, icon: Volume2, disabled: assistantText === "", onSelect: actions.replay },
          { label: words.voices, icon: AudioLines, onSelect: () => void actions.hear() },
        ]),
  ];
}

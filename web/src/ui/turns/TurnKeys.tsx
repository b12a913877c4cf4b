import { Square, ThumbsDown, ThumbsUp } from "lucide-react";
import type { ReactNode } from "react";
import type { Rating } from "../../history/schema.ts";
import type { FoundTurn } from "../history/book.ts";
import { IconButton } from "../parts/Button.tsx";
import { Menu } from "../parts/Menu.tsx";
import { useText } from "../services.ts";
import { turnItems } from "./items.ts";
import { useTurnActions } from "./use-turn-actions.ts";

/** Under an exchange of the history: its rating, and what else can be done with it. */
export function TurnKeys({ turn }: { turn: FoundTurn }): ReactNode {
  const words = useText().turns;
  const actions = useTurnActions(turn, turn.conversation);
  const ratings: readonly [Rating, typeof ThumbsUp][] = [
    ["good", ThumbsUp],
    ["bad", ThumbsDown],
  ];
  return (
    <div className="-ms-[10px] flex flex-wrap items-center">
      {turn.assistantText !== "" &&
        ratings.map(([rating, icon]) => (
          <IconButton
            key={rating}
            label={words[rating]}
            icon={icon}
            iconSize={20}
            aria-pressed={turn.rating === rating}
            className="aria-pressed:bg-sunk aria-pressed:text-lamp-text"
            onClick={() => void actions.rate(turn.rating === rating ? null : rating)}
          />
        ))}
      {actions.sounds && <IconButton label={words.stop} icon={Square} iconSize={20} onClick={actions.stop} />}
      <Menu label={words.menu} items={turnItems(turn, actions, words)} />
      <span className="px-2 text-small text-ink-2" role="status">
        {actions.told}
      </span>
    </div>
  );
}

import { ThumbsDown, ThumbsUp } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { Rating } from "../../history/schema.ts";
import type { TurnView } from "../../session/talk.ts";
import { Menu, type MenuItem } from "../parts/Menu.tsx";
import { useServices, useTalk, useText } from "../services.ts";
import { turnItems } from "./items.ts";
import { useTurnActions } from "./use-turn-actions.ts";

interface Held {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What can be done with the exchange on the talk screen, behind three dots beside the person's last words. */
export function LastTurn({ turn, held }: { turn: TurnView; held: Held }): ReactNode {
  const words = useText().turns;
  const { history } = useServices();
  const conversation = useTalk((state) => state.conversation);
  const actions = useTurnActions(turn, conversation);
  const [rated, setRated] = useState<Rating | null>(null);
  const { key } = turn;
  useEffect(() => {
    let current = held.open;
    if (!current) return;
    void history.turns(conversation).then((turns) => {
      if (current) setRated(turns.find((kept) => kept.key === key)?.rating ?? null);
    });
    return () => {
      current = false;
    };
  }, [held.open, history, conversation, key]);
  const rating = (label: string, icon: MenuItem["icon"], value: Rating): MenuItem => ({
    ...{ label, icon, checked: rated === value, disabled: turn.assistantText === "" },
    onSelect: () => void actions.rate(rated === value ? null : value),
  });
  return (
    <div className="last-turn z-60 -my-3 -me-[10px] flex items-center [grid-column:words] [grid-row:said] [place-self:center_end]">
      {actions.told !== "" && (
        <span
          className="max-w-[min(24em,60vw)] rounded-control border border-line bg-raised px-3 py-2 text-small"
          role="status"
        >
          {actions.told}
        </span>
      )}
      <Menu
        label={words.menu}
        items={[
          ...turnItems(turn, actions, words),
          rating(words.good, ThumbsUp, "good"),
          rating(words.bad, ThumbsDown, "bad"),
        ]}
        held={held}
      />
    </div>
  );
}

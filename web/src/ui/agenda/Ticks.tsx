import type { WireItem } from "@hisho/protocol";
import type { ReactNode } from "react";
import { useServices, useText } from "../services.ts";

/** Notes, or what stands on a list: ticked off by the box, changed by the words. */
export function Ticks(props: {
  title: string;
  items: readonly WireItem[];
  onEdit: (item: WireItem) => void;
}): ReactNode {
  const { agenda } = useText();
  const { planner } = useServices();
  return (
    <section className="ticks">
      <h2 className="agenda-heading">{props.title}</h2>
      <ul>
        {props.items.map((item) => (
          <li key={item.id} className="tick" data-done={item.done_at !== null}>
            <label className="tick-box">
              <input
                type="checkbox"
                checked={item.done_at !== null}
                aria-label={item.done_at === null ? agenda.tick(item.text) : agenda.untick(item.text)}
                onChange={() => void planner.change(item.id, { done: item.done_at === null })}
              />
            </label>
            <button
              type="button"
              className="tick-words"
              aria-label={agenda.edit(item.text)}
              onClick={() => props.onEdit(item)}
            >
              {item.text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

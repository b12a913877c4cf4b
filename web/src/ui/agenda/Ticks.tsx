import type { WireItem } from "@hisho/protocol";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { Checkbox } from "../parts/Checkbox.tsx";
import { useServices, useSettings, useText } from "../services.ts";

/** Notes, or what stands on a list: ticked off by the box, changed by the words. */
export function Ticks(props: {
  title: string;
  items: readonly WireItem[];
  onEdit: (item: WireItem) => void;
}): ReactNode {
  const { agenda } = useText();
  const { planner } = useServices();
  const language = useSettings((settings) => settings.language);
  return (
    <section className="mt-5">
      <h2 className="figures text-small font-semibold text-ink-2" lang={languageOf(props.title, language)}>
        {props.title}
      </h2>
      <ul>
        {props.items.map((item) => (
          <li key={item.id} className="tick group flex items-center" data-done={item.done_at !== null}>
            <Checkbox
              label={item.done_at === null ? agenda.tick(item.text) : agenda.untick(item.text)}
              checked={item.done_at !== null}
              onChange={() => void planner.change(item.id, { done: item.done_at === null })}
            />
            <button
              type="button"
              className="tick-words min-h-12 min-w-0 flex-1 text-start wrap-anywhere group-data-[done=true]:text-ink-3 group-data-[done=true]:line-through"
              lang={languageOf(item.text, language)}
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

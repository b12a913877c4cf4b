import { Circle, Diamond, type LucideIcon, Pentagon, Square, Star, Triangle } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { useServices, useSettings } from "../services.ts";

const SHAPES: readonly LucideIcon[] = [Circle, Square, Triangle, Diamond, Pentagon, Star];

/** A calendar's name behind a shape of its own, by its place among the calendars that are read. */
export function CalendarMark({ name }: { name: string }): ReactNode {
  const calendars = useStore(useServices().planner.store, (state) => state.calendars);
  const language = useSettings((settings) => settings.language);
  const place = calendars?.findIndex((calendar) => calendar.name === name) ?? -1;
  const Shape = SHAPES[place % SHAPES.length];
  return (
    <span className="ms-auto flex min-w-0 items-center gap-[5px]">
      {Shape !== undefined && <Shape className="flex-none" size={12} strokeWidth={2.25} aria-hidden="true" />}
      <span className="min-w-0 wrap-anywhere" lang={languageOf(name, language)}>
        {name}
      </span>
    </span>
  );
}

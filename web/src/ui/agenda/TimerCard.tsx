import type { WireItem } from "@hisho/protocol";
import { Pause, Play, X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../parts/Button.tsx";
import { useServices, useText } from "../services.ts";
import { countdown } from "./day.ts";
import { useNow } from "./use-now.ts";

const ROUND = 2 * Math.PI * 17;

/** A running timer: what is left, as a ring and in figures. */
export function TimerCard({ timer }: { timer: WireItem }): ReactNode {
  const { agenda } = useText();
  const { planner } = useServices();
  const now = useNow(1_000);
  const isPaused = timer.due_at === null;
  const leftMs = timer.due_at === null ? (timer.left_ms ?? 0) : new Date(timer.due_at).getTime() - now.getTime();
  const wholeMs = Math.max(
    leftMs,
    timer.due_at === null ? leftMs : new Date(timer.due_at).getTime() - new Date(timer.created_at).getTime(),
  );
  const share = wholeMs === 0 ? 0 : Math.min(1, Math.max(0, leftMs / wholeMs));
  return (
    <li className="flex min-h-[74px] items-center gap-3 rounded-card border-hair border-line bg-raised py-3 ps-[18px] pe-2">
      <svg className="size-10 -rotate-90 fill-none stroke-line stroke-4" viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="17" />
        <circle
          className="stroke-ink [stroke-linecap:round]"
          cx="20"
          cy="20"
          r="17"
          strokeDasharray={`${ROUND * share} ${ROUND}`}
        />
      </svg>
      <p className="flex min-w-0 flex-1 flex-col leading-[1.4]">
        <span className="figures text-[1.375rem] font-semibold" role="timer">
          {countdown(leftMs)}
        </span>
        <span className="text-small leading-[1.4] wrap-anywhere text-ink-2">
          {isPaused ? agenda.paused : timer.text === "" ? agenda.timer : agenda.timerOf(timer.text)}
        </span>
      </p>
      <IconButton
        label={isPaused ? agenda.resume : agenda.pause}
        icon={isPaused ? Play : Pause}
        onClick={() => void planner.change(timer.id, { paused: !isPaused })}
      />
      <IconButton
        label={agenda.removeTimer}
        icon={X}
        onClick={() => void planner.remove({ id: timer.id, text: timer.text })}
      />
    </li>
  );
}

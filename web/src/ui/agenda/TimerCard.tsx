import type { WireItem } from "@hisho/protocol";
import { Pause, Play, X } from "lucide-react";
import type { ReactNode } from "react";
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
  const Icon = isPaused ? Play : Pause;
  return (
    <li className="timer">
      <svg className="timer-ring" viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="17" />
        <circle className="timer-left" cx="20" cy="20" r="17" strokeDasharray={`${ROUND * share} ${ROUND}`} />
      </svg>
      <p className="timer-words">
        <span className="timer-time" role="timer">
          {countdown(leftMs)}
        </span>
        <span className="timer-name">
          {isPaused ? agenda.paused : timer.text === "" ? agenda.timer : agenda.timerOf(timer.text)}
        </span>
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label={isPaused ? agenda.resume : agenda.pause}
        onClick={() => void planner.change(timer.id, { paused: !isPaused })}
      >
        <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={agenda.removeTimer}
        onClick={() => void planner.remove({ id: timer.id, text: timer.text })}
      >
        <X size={24} strokeWidth={1.6} aria-hidden="true" />
      </button>
    </li>
  );
}

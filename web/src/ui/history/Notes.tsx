import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { StorageProblem } from "../../history/database.ts";
import { Button } from "../parts/Button.tsx";
import { go } from "../route.ts";
import { useText } from "../services.ts";

/** What has to be known over the list: trouble with the storage, and what can still be brought back. */
export function Notes(props: {
  problem: StorageProblem | null;
  /** What came of the last thing the person did. */
  told: string | null;
  /** ISO 8601, of the newest deletion that can be undone. */
  deletion: string | null;
  onUndo: (deletion: string) => void;
  onEnd: () => void;
}): ReactNode {
  const text = useText();
  const { problem, deletion } = props;
  return (
    <>
      {problem !== null && (
        <div role="alert" className="mt-3 flex flex-wrap items-center gap-3 rounded-control bg-sunk p-4">
          <CircleAlert className="flex-none text-shu-text" size={20} strokeWidth={1.75} aria-hidden="true" />
          <p className="min-w-48 flex-1 phrases">{text.record[problem]}</p>
          {problem === "full" && (
            <Button size="small" onClick={() => go({ page: "settings", group: "keeping" })}>
              {text.record.freeRoom}
            </Button>
          )}
        </div>
      )}
      <p role="status" className="text-small text-ink-2 not-empty:pt-3">
        {props.told}
      </p>
      {deletion !== null && (
        <div className="mt-3 flex flex-wrap items-center gap-x-2 rounded-control border-hair border-line py-1 ps-4 pe-1">
          <p className="min-w-48 flex-1 py-2 text-small text-ink-2 phrases">{text.record.lately}</p>
          <Button kind="quiet" size="small" onClick={() => props.onUndo(deletion)}>
            {text.common.undo}
          </Button>
          <Button kind="quiet" size="small" tone="remove" onClick={props.onEnd}>
            {text.record.endNow}
          </Button>
        </div>
      )}
    </>
  );
}

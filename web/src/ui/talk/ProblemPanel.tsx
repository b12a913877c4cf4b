import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { waitingText } from "../../session/pairing.ts";
import { Button } from "../parts/Button.tsx";
import { go } from "../route.ts";
import { useServices, useText } from "../services.ts";
import { CodeField } from "./CodeField.tsx";
import { ProblemSteps } from "./ProblemSteps.tsx";
import type { Problem, ProblemAct } from "./problems.ts";
import { StateLineView } from "./StateLine.tsx";

/** What happened, what still works, what to do; in the place of the talk, never over it. */
export function ProblemPanel(props: { problem: Problem; onType: () => void; secureAddress: string }): ReactNode {
  const { problem, onType, secureAddress } = props;
  const { actions, pairing, talk, update } = useServices();
  const way = useStore(pairing.store);
  const [code, setCode] = useState(() => waitingText(way));
  const { token: words } = useText().problem;
  const act: Record<ProblemAct, () => void> = {
    retry: () => void actions.begin(),
    https: () => window.location.assign(secureAddress),
    update: () => update.getState().apply(),
    reload: () => window.location.reload(),
    "take-back": () => actions.converse(talk.getState().conversation),
    connections: () => go({ page: "settings", group: "connections" }),
    history: () => go({ page: "history", conversation: null }),
    type: onType,
    token: () => void pairing.begin(code),
  };
  return (
    <form
      className="problem relative z-50 flex min-h-0 flex-col overflow-y-auto pt-[14px] pb-[calc(28px+var(--safe-bottom))] [grid-column:words] [grid-row:state/dock-end]"
      onSubmit={(event) => {
        event.preventDefault();
        act[problem.primary.act]();
      }}
    >
      <StateLineView glyph={problem.glyph} word={problem.state} hint={null} />
      <div role="alert">
        <h1 className="mt-2 mb-1 text-[1.5rem] leading-(--title-leading) font-bold text-pretty">{problem.title}</h1>
        <p className="text-pretty text-ink-2">{problem.body}</p>
      </div>
      <ProblemSteps steps={problem.steps} />
      {problem.field !== undefined && <CodeField label={problem.field} code={code} onChange={setCode} />}
      <div className="mt-auto flex flex-col gap-2 pt-6">
        <Button type="submit" kind="primary" size="large" disabled={way.at === "asking"}>
          {way.at === "asking" ? words.busy : problem.primary.label}
        </Button>
        {problem.secondary !== null && (
          <Button kind="quiet" onClick={act[problem.secondary.act]}>
            {problem.secondary.label}
          </Button>
        )}
      </div>
    </form>
  );
}

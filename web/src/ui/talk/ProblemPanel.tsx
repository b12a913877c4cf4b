import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { go } from "../route.ts";
import { useServices, useText } from "../services.ts";
import { CodeField } from "./CodeField.tsx";
import { ProblemSteps } from "./ProblemSteps.tsx";
import type { Problem, ProblemAct } from "./problems.ts";
import { StateLineView } from "./StateLine.tsx";
import "../parts/button.css";
import "./problem.css";

/** What happened, what still works, what to do; in the place of the talk, never over it. */
export function ProblemPanel(props: { problem: Problem; onType: () => void; secureAddress: string }): ReactNode {
  const { problem, onType, secureAddress } = props;
  const { actions, pairing, talk, update } = useServices();
  const way = useStore(pairing.store);
  const [code, setCode] = useState("");
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
      className="problem"
      onSubmit={(event) => {
        event.preventDefault();
        act[problem.primary.act]();
      }}
    >
      <StateLineView glyph={problem.glyph} word={problem.state} hint={null} />
      <div className="problem-words" role="alert">
        <h1 className="problem-title">{problem.title}</h1>
        <p className="problem-body">{problem.body}</p>
      </div>
      <ProblemSteps steps={problem.steps} />
      {problem.field !== undefined && <CodeField label={problem.field} code={code} onChange={setCode} />}
      <div className="problem-keys">
        <button type="submit" className="button" data-kind="primary" data-size="large" disabled={way.at === "asking"}>
          {way.at === "asking" ? words.busy : problem.primary.label}
        </button>
        {problem.secondary !== null && (
          <button type="button" className="button" data-kind="quiet" onClick={act[problem.secondary.act]}>
            {problem.secondary.label}
          </button>
        )}
      </div>
    </form>
  );
}

import { type ReactNode, useState } from "react";
import { go } from "../route.ts";
import { useServices } from "../services.ts";
import type { Problem, ProblemAct } from "./problems.ts";
import { StateLineView } from "./StateLine.tsx";
import "../parts/button.css";
import "./problem.css";

/** What happened, what still works, what to do; in the place of the talk, never over it. */
export function ProblemPanel(props: { problem: Problem; onType: () => void; secureAddress: string }): ReactNode {
  const { problem, onType, secureAddress } = props;
  const { actions, settings, update } = useServices();
  const [token, setToken] = useState(settings.getState().token);
  const act: Record<ProblemAct, () => void> = {
    retry: () => void actions.begin(),
    https: () => window.location.assign(secureAddress),
    update: () => update.getState().apply(),
    reload: () => window.location.reload(),
    connections: () => go({ page: "settings", group: "connections" }),
    history: () => go({ page: "history", conversation: null }),
    type: onType,
    token: () => actions.settings({ token: token.trim() }),
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
      {problem.steps.length > 0 && (
        <ol className="problem-steps">
          {problem.steps.map((step, at) => (
            <li key={step}>
              <span className="problem-step figures" aria-hidden="true">
                {at + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
      )}
      {problem.field !== undefined && (
        <label className="problem-field">
          {problem.field}
          <input
            className="field"
            type="password"
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
      )}
      <div className="problem-keys">
        <button type="submit" className="button" data-kind="primary" data-size="large">
          {problem.primary.label}
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

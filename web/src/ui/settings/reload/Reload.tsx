import { RefreshCw } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../parts/Button.tsx";
import { useSettings, useTalk, useText } from "../../services.ts";
import { FAILED, HEAD, HEADING, NOTE, SECTION, WAYS } from "../classes.ts";
import { type Reloading, reloadProviders } from "./reload-client.ts";

/** For whoever has edited providers.yaml: takes it over without a restart, or says what is wrong in it. */
export function Reload(): ReactNode {
  const { reload: words } = useText().settings.connections;
  const token = useSettings((settings) => settings.token);
  const connected = useTalk((state) => state.providers !== null);
  const [state, setState] = useState<Reloading | "under way" | null>(null);
  const asking = useRef<AbortController | null>(null);
  const heading = useId();
  useEffect(() => () => asking.current?.abort(), []);
  if (!connected) return null;

  const begin = async (): Promise<void> => {
    const abort = new AbortController();
    asking.current = abort;
    setState("under way");
    try {
      setState(await reloadProviders(token, abort.signal));
    } catch (error) {
      // The page was left: nobody waits for the outcome.
      if (!abort.signal.aborted) throw error;
    }
  };
  return (
    <section className={SECTION} aria-labelledby={heading}>
      <div className={HEAD}>
        <h3 className={HEADING} id={heading}>
          {words.title}
        </h3>
        <Button
          disabled={state === "under way"}
          aria-describedby={`${heading}-lead`}
          onClick={() => void begin()}
          icon={RefreshCw}
        >
          {state === "under way" ? words.busy : words.read}
        </Button>
      </div>
      <p className={NOTE} id={`${heading}-lead`}>
        {words.lead}
      </p>
      <div role="status">{state !== null && state !== "under way" && <Outcome outcome={state} />}</div>
    </section>
  );
}

function Outcome({ outcome }: { outcome: Reloading }): ReactNode {
  const { reload: words } = useText().settings.connections;
  if (outcome.outcome === "taken") return <p>{outcome.waits ? words.waits : words.taken}</p>;
  if (outcome.outcome === "away") return <p className={FAILED}>{words.away}</p>;
  return (
    <>
      <p className={FAILED}>{words.refused}</p>
      <ul className={WAYS} lang="en">
        {outcome.problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </>
  );
}

import type { ModelStatus } from "@hisho/protocol";
import { Ear } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../../parts/Button.tsx";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import { go } from "../../route.ts";
import { useSettings, useTalk, useText } from "../../services.ts";
import { canHear } from "../../talk/problems.ts";
import { HEADING, NOTE, WAYS } from "../classes.ts";
import { ProviderLight } from "../ProviderLight.tsx";
import { hasCome, keyWord, offerFor, shareOf, stepWord } from "./offer.ts";
import { useModels } from "./use-models.ts";
import { useNewEars } from "./use-new-ears.ts";

/** Where the person's language is not heard: a recogniser for one tap, and the other ways. */
export function Hearing(): ReactNode {
  const { connections } = useText().settings;
  const language = useSettings((settings) => settings.language);
  const heard = useTalk((state) => canHear(state.providers, language));
  const [deaf, setDeaf] = useState(false);
  const heading = useId();
  if (!heard && !deaf) setDeaf(true);
  if (heard && !deaf) return null;
  return (
    <section className="mb-7" aria-labelledby={heading}>
      <h3 className={HEADING} id={heading} hidden={heard}>
        {connections.hearing}
      </h3>
      <Offer heard={heard} heading={heading} />
    </section>
  );
}

function Offer({ heard, heading }: { heard: boolean; heading: string }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { models, away, wish } = useModels();
  const { connections } = text.settings;
  const offer = models === null ? null : offerFor(models, language);
  useNewEars(models !== null && hasCome(models, language));
  if (heard) return <Ready />;
  return (
    <>
      {offer !== null && (
        <div className="hearing-card flex flex-col gap-3 rounded-card border-hair border-line bg-raised px-5 py-4 medium:[&>button]:self-start [&>p]:m-0 [&>[role=status]:empty]:hidden">
          <p>{connections.hearingModel.offer}</p>
          <p className={NOTE}>
            {connections.hearingModel.note}
            <span className="mt-1 block wrap-anywhere">{connections.hearingModel.name(offer.name, offer.licence)}</span>
          </p>
          {offer.state === "fetching" ? (
            <Fetching model={offer} onStop={() => wish({ wish: "stop", name: offer.name })} />
          ) : (
            <Button
              kind="primary"
              aria-describedby={heading}
              onClick={() => wish({ wish: "fetch", name: offer.name })}
              icon={Ear}
            >
              {keyWord(offer, text)}
            </Button>
          )}
          <div role="status">
            {away && <p className="text-shu-text">{connections.hearingModel.away}</p>}
            {!away && offer.problem !== null && (
              <p className="text-shu-text">{connections.hearingModel.problems[offer.problem.reason]}</p>
            )}
          </div>
        </div>
      )}
      {offer !== null && <h4 className="mt-4 mb-2 font-semibold text-ink-2">{connections.hearingModel.otherWays}</h4>}
      <ol className={WAYS}>
        {connections.hearingWays.map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ol>
    </>
  );
}

function Fetching({ model, onStop }: { model: ModelStatus; onStop: () => void }): ReactNode {
  const text = useText();
  const { connections } = text.settings;
  return (
    <div className="flex flex-col gap-3 medium:[&>button]:self-start">
      <p className="figures">{stepWord(model, text)}</p>
      <ProgressBar label={connections.hearing} share={shareOf(model)} />
      <Button onClick={onStop}>{connections.hearingModel.stop}</Button>
    </div>
  );
}

function Ready(): ReactNode {
  const text = useText();
  return (
    <div className="hearing-card flex flex-col gap-3 rounded-card border-hair border-line bg-raised px-5 py-4 medium:[&>button]:self-start [&>p]:m-0 [&>[role=status]:empty]:hidden">
      <p className="flex items-center gap-2 font-semibold" role="status">
        <ProviderLight state="good" />
        {text.settings.connections.hearingModel.ready}
      </p>
      <Button kind="primary" onClick={() => go({ page: "talk" })}>
        {text.menu.talk}
      </Button>
    </div>
  );
}

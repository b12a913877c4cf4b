import type { ModelStatus } from "@hisho/protocol";
import { Ear } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import { go } from "../../route.ts";
import { useSettings, useTalk, useText } from "../../services.ts";
import { canHear } from "../../talk/problems.ts";
import { ProviderLight } from "../ProviderLight.tsx";
import { hasCome, keyWord, offerFor, shareOf, stepWord } from "./offer.ts";
import { useModels } from "./use-models.ts";
import { useNewEars } from "./use-new-ears.ts";
import "../../parts/button.css";
import "./hearing.css";

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
    <section className="hearing" aria-labelledby={heading}>
      <h3 className="settings-heading" id={heading} hidden={heard}>
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
        <div className="hearing-card">
          <p>{connections.hearingModel.offer}</p>
          <p className="settings-note">
            {connections.hearingModel.note}
            <span className="hearing-name">{connections.hearingModel.name(offer.name, offer.licence)}</span>
          </p>
          {offer.state === "fetching" ? (
            <Fetching model={offer} onStop={() => wish({ wish: "stop", name: offer.name })} />
          ) : (
            <button
              type="button"
              className="button"
              data-kind="primary"
              aria-describedby={heading}
              onClick={() => wish({ wish: "fetch", name: offer.name })}
            >
              <Ear size={20} strokeWidth={1.75} aria-hidden="true" />
              {keyWord(offer, text)}
            </button>
          )}
          <div role="status">
            {away && <p className="hearing-problem">{connections.hearingModel.away}</p>}
            {!away && offer.problem !== null && (
              <p className="hearing-problem">{connections.hearingModel.problems[offer.problem.reason]}</p>
            )}
          </div>
        </div>
      )}
      {offer !== null && <h4 className="hearing-others">{connections.hearingModel.otherWays}</h4>}
      <ol className="settings-ways">
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
    <div className="hearing-fetching">
      <p className="hearing-step">{stepWord(model, text)}</p>
      <ProgressBar label={connections.hearing} share={shareOf(model)} />
      <button type="button" className="button" data-kind="secondary" onClick={onStop}>
        {connections.hearingModel.stop}
      </button>
    </div>
  );
}

function Ready(): ReactNode {
  const text = useText();
  return (
    <div className="hearing-card">
      <p className="hearing-ready" role="status">
        <ProviderLight state="good" />
        {text.settings.connections.hearingModel.ready}
      </p>
      <button type="button" className="button" data-kind="primary" onClick={() => go({ page: "talk" })}>
        {text.menu.talk}
      </button>
    </div>
  );
}

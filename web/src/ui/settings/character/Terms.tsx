import type { ReactNode } from "react";
import type { Licence } from "../../../avatar/file/licence.ts";
import { useText } from "../../services.ts";
import { HEADING, NOTE } from "../classes.ts";

/** The model's licence in plain words. What its file says is shown as text, never as a link. */
export function Terms({ licence }: { licence: Licence }): ReactNode {
  const text = useText();
  const { terms } = text.settings.character;
  const yesNo = (allowed: boolean): string => (allowed ? terms.allowed : terms.forbidden);
  const rows: readonly (readonly [term: string, words: string])[] = [
    [terms.author, licence.authors.join(text.listSeparator) || terms.noAuthor],
    [terms.who, terms.whoMay[licence.who]],
    [terms.commercial, terms.commercialMay[licence.commercial]],
    [terms.credit, licence.creditRequired ? terms.creditMust : terms.creditFree],
    [terms.modification, terms.modificationMay[licence.modification]],
    [terms.redistribution, yesNo(licence.redistribution)],
    [terms.violent, yesNo(licence.violent)],
    [terms.sexual, yesNo(licence.sexual)],
    [terms.political, yesNo(licence.political)],
    [terms.hateful, yesNo(licence.hateful)],
    [terms.known, licence.known],
    [terms.copyright, licence.copyright],
    [terms.contact, licence.contact],
    [terms.references, licence.references.join(text.listSeparator)],
    [terms.thirdParty, licence.thirdParty],
    [terms.further, licence.furtherTerms.join(text.listSeparator)],
  ];
  return (
    <section className="terms" aria-labelledby="terms-title">
      <h3 className={HEADING} id="terms-title">
        {terms.title}
      </h3>
      <dl className="terms-list">
        {rows
          .filter(([, words]) => words !== "")
          .map(([term, words]) => (
            <div
              className="grid grid-cols-[minmax(7em,36%)_minmax(0,1fr)] gap-x-4 gap-y-1 border-b-hair border-line py-2 text-small [&>dd]:wrap-anywhere [&>dt]:text-ink-2"
              key={term}
            >
              <dt>{term}</dt>
              <dd>{words}</dd>
            </div>
          ))}
      </dl>
      <p className={NOTE}>{terms.stays}</p>
    </section>
  );
}

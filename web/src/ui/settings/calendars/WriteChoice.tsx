import type { WireCalendar } from "@hisho/protocol";
import { type ReactNode, useState } from "react";
import { languageOf } from "../../../knowledge/language-of.ts";
import { Button } from "../../parts/Button.tsx";
import { Select } from "../../parts/Select.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { FAILED, NOTE } from "../classes.ts";

/** No id of a collection: those are digests. */
const NOWHERE = "nowhere";

/** Which calendar of an account new events go into, if any; what that means is said before it is so. */
export function WriteChoice(props: {
  calendar: WireCalendar;
  /** Of another account, which this one would take the place of. */
  other: string | null;
  onChosen: () => Promise<void>;
}): ReactNode {
  const { calendars: words } = useText().agenda;
  const { client } = useServices().planner;
  const language = useSettings((settings) => settings.language);
  const { calendar, other, onChosen } = props;
  const [wish, setWish] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const writable = calendar.collections.filter((each) => each.writable);
  const others = calendar.collections.filter((each) => !each.writable).map(({ name }) => words.quoted(name));
  const wished = writable.find(({ id }) => id === wish);
  const choose = async (collection: string | null): Promise<void> => {
    const refusal = await client.writeTo(calendar.id, collection);
    setFailure(refusal);
    setWish(null);
    await onChosen();
  };
  return (
    <div className="basis-full pb-1">
      <p className={NOTE}>{words.writes}</p>
      <Select
        label={words.writes}
        value={wish ?? calendar.writes_to ?? NOWHERE}
        choices={[
          { value: NOWHERE, label: words.readOnly },
          ...writable.map(({ id, name }) => ({ value: id, label: name, lang: languageOf(name, language) })),
        ]}
        onChange={(value) => {
          setFailure(null);
          if (value === NOWHERE && calendar.writes_to !== null) void choose(null);
          else setWish(value === NOWHERE || value === calendar.writes_to ? null : value);
        }}
      />
      {others.length > 0 && (
        <p className={NOTE}>{words.onlyRead(new Intl.ListFormat(language, { type: "conjunction" }).format(others))}</p>
      )}
      <div role="status">
        {wished !== undefined && (
          <p className="mt-3">
            {words.willWrite(wished.name, hostOf(calendar.url))}
            {other !== null && ` ${words.instead(other)}`}
          </p>
        )}
        {failure !== null && <p className={FAILED}>{words.writeFailures[failure] ?? words.failures.away}</p>}
      </div>
      {wished !== undefined && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button kind="primary" onClick={() => void choose(wished.id)}>
            {words.allow}
          </Button>
          <Button kind="quiet" onClick={() => setWish(null)}>
            {words.notNow}
          </Button>
        </div>
      )}
    </div>
  );
}

const hostOf = (url: string | null): string => (URL.canParse(url ?? "") ? new URL(url ?? "").host : (url ?? ""));

import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { mayWear } from "../../../avatar/file/licence.ts";
import type { OwnAvatar } from "../../../avatar/wardrobe.ts";
import { Button } from "../../parts/Button.tsx";
import { FIELD_LOOK } from "../../parts/Field.tsx";
import { Sheet, SheetHead } from "../../parts/Sheet.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { HEADING, ROW } from "../classes.ts";
import { Terms } from "./Terms.tsx";

/** One of the person's own: its terms, its name, and the ways to wear it or to part with it. */
export function AvatarSheet(props: { avatar: OwnAvatar; asks: boolean; onClose: () => void }): ReactNode {
  const text = useText();
  const { character } = text.settings;
  const { wardrobe } = useServices();
  const { avatar, asks, onClose } = props;
  const { licence, tamed, agreed } = avatar.facts;
  const worn = useSettings((settings) => settings.avatar === avatar.id);
  const close = (act: () => unknown) => () => {
    act();
    onClose();
  };
  const isAsking = asks && !mayWear(licence, agreed);
  return (
    <Sheet label={character.details(avatar.name)} onClose={onClose}>
      <SheetHead title={avatar.name} onClose={onClose} />
      {isAsking && licence.who !== "everyone" && (
        <div className="flex flex-col gap-3 rounded-card border-hair border-edge bg-raised p-4">
          <p>{character.ask[licence.who].question}</p>
          <div className="flex flex-wrap gap-3">
            <Button kind="primary" onClick={() => void wardrobe.agree()}>
              {character.ask[licence.who].yes}
            </Button>
            <Button onClick={onClose}>{character.askNo}</Button>
          </div>
        </div>
      )}
      {tamed.length > 0 && (
        <ul className="text-small text-ink-2">
          {tamed.map((taming) => (
            <li key={taming}>{character.tamed[taming]}</li>
          ))}
        </ul>
      )}
      <Terms licence={licence} />
      <Naming avatar={avatar} />
      <div className="flex flex-wrap gap-3">
        {!isAsking && (
          <Button
            kind="primary"
            disabled={worn}
            onClick={() => {
              // A question, if there is one, takes the place of this view.
              if (mayWear(licence, agreed)) onClose();
              wardrobe.wear(avatar.id);
            }}
          >
            {worn ? character.worn : character.wear}
          </Button>
        )}
        <Button tone="remove" onClick={close(() => wardrobe.remove(avatar.id))} icon={Trash2}>
          {character.remove}
        </Button>
      </div>
    </Sheet>
  );
}

function Naming({ avatar }: { avatar: OwnAvatar }): ReactNode {
  const { character } = useText().settings;
  const { wardrobe } = useServices();
  const [name, setName] = useState(avatar.name);
  return (
    <form
      className="avatar-name"
      onSubmit={(event) => {
        event.preventDefault();
        void wardrobe.rename(avatar.id, name);
      }}
    >
      <label className={HEADING} htmlFor="avatar-name">
        {character.newName}
      </label>
      <div className={ROW}>
        <input
          id="avatar-name"
          className={`${FIELD_LOOK} h-12`}
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" disabled={name.trim() === "" || name.trim() === avatar.name}>
          {character.rename}
        </Button>
      </div>
    </form>
  );
}

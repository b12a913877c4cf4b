import { Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { mayWear } from "../../../avatar/file/licence.ts";
import type { OwnAvatar } from "../../../avatar/wardrobe.ts";
import { Sheet } from "../../parts/Sheet.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
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
      <header className="avatar-head">
        <h2 className="avatar-title">{avatar.name}</h2>
        <button type="button" className="icon-button" aria-label={text.common.close} onClick={onClose}>
          <X size={24} strokeWidth={1.6} aria-hidden="true" />
        </button>
      </header>
      {isAsking && licence.who !== "everyone" && (
        <div className="avatar-ask">
          <p>{character.ask[licence.who].question}</p>
          <div className="avatar-keys">
            <button type="button" className="button" data-kind="primary" onClick={() => void wardrobe.agree()}>
              {character.ask[licence.who].yes}
            </button>
            <button type="button" className="button" data-kind="secondary" onClick={onClose}>
              {character.askNo}
            </button>
          </div>
        </div>
      )}
      {tamed.length > 0 && (
        <ul className="avatar-tamed">
          {tamed.map((taming) => (
            <li key={taming}>{character.tamed[taming]}</li>
          ))}
        </ul>
      )}
      <Terms licence={licence} />
      <Naming avatar={avatar} />
      <div className="avatar-keys">
        {!isAsking && (
          <button
            type="button"
            className="button"
            data-kind="primary"
            disabled={worn}
            onClick={() => {
              // A question, if there is one, takes the place of this view.
              if (mayWear(licence, agreed)) onClose();
              wardrobe.wear(avatar.id);
            }}
          >
            {worn ? character.worn : character.wear}
          </button>
        )}
        <button
          type="button"
          className="button"
          data-kind="secondary"
          data-tone="remove"
          onClick={close(() => wardrobe.remove(avatar.id))}
        >
          <Trash2 size={20} strokeWidth={1.75} aria-hidden="true" />
          {character.remove}
        </button>
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
      <label className="settings-heading" htmlFor="avatar-name">
        {character.newName}
      </label>
      <div className="settings-row">
        <input
          id="avatar-name"
          className="field"
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <button
          type="submit"
          className="button"
          data-kind="secondary"
          disabled={name.trim() === "" || name.trim() === avatar.name}
        >
          {character.rename}
        </button>
      </div>
    </form>
  );
}

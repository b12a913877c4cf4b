import { Ellipsis, Plus } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useStore } from "zustand";
import { fitForReception, type Licence } from "../../../avatar/file/licence.ts";
import { HOUSE_AVATAR, WINDOW_ONLY } from "../../../avatar/wardrobe.ts";
import { FileInput } from "../../parts/FileInput.tsx";
import { Refusal } from "../../parts/Refusal.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { Glyph } from "../../window/Glyph.tsx";
import { HOUSE_PORTRAIT } from "../../window/use-portrait.ts";
import { AvatarSheet } from "./AvatarSheet.tsx";
import { Motions } from "./Motions.tsx";
import { StageGround } from "./StageGround.tsx";
import { StageView } from "./StageView.tsx";
import { Tile } from "./Tile.tsx";
import "./character.css";
import { Button } from "../../parts/Button.tsx";
import { NOTE } from "../classes.ts";

/** 姿: who stands on the stage, how much of them, and before what. */
export function CharacterGroup(): ReactNode {
  const { character } = useText().settings;
  const { wardrobe } = useServices();
  const { removed, lost } = useStore(wardrobe.store);
  const chosen = useSettings(({ avatar }) => avatar);
  useEffect(() => {
    void wardrobe.look();
    return () => void wardrobe.forget();
  }, [wardrobe]);
  return (
    <>
      {lost !== null && lost === chosen && (
        <p
          className="mb-4 flex items-start gap-3 rounded-card border-hair border-edge bg-raised py-[14px] ps-4 pe-2 [&>svg]:mt-[3px] [&>svg]:flex-none"
          role="status"
        >
          <Glyph name="problem" />
          {character.gone}
        </p>
      )}
      <Tiles />
      <Refused />
      <StageView />
      <Motions />
      <StageGround />
      {removed !== null && (
        <UndoBar
          key={removed.avatar.id}
          sentence={character.removed(removed.avatar.name)}
          onUndo={() => void wardrobe.undo()}
          onEnd={() => void wardrobe.forget()}
        />
      )}
    </>
  );
}

function Tiles(): ReactNode {
  const text = useText();
  const { character } = text.settings;
  const { wardrobe } = useServices();
  const { avatars, arriving, asks, keepsNothing } = useStore(wardrobe.store);
  const chosen = useSettings(({ avatar }) => avatar);
  const [opened, setOpened] = useState<string | null>(null);
  const group = useId();
  const inSheet = avatars?.find(({ id }) => id === (asks ?? opened)) ?? null;
  return (
    <>
      <ul className="avatar-tiles" aria-label={character.list}>
        <Tile
          group={group}
          name={character.house.name}
          note={character.house.note}
          picture={HOUSE_PORTRAIT}
          kind="figure"
          chosen={chosen === HOUSE_AVATAR}
          onChoose={() => wardrobe.wear(HOUSE_AVATAR)}
        />
        <Tile
          group={group}
          name={character.windowOnly.name}
          note={character.windowOnly.note}
          picture={null}
          kind="window"
          chosen={chosen === WINDOW_ONLY}
          onChoose={() => wardrobe.wear(WINDOW_ONLY)}
        />
        {avatars?.map((avatar) => (
          <Tile
            key={avatar.id}
            group={group}
            name={avatar.name}
            note={noteOf(avatar.facts.licence, character)}
            picture={avatar.picture}
            kind={avatar.facts.cutOut ? "figure" : "photo"}
            chosen={chosen === avatar.id}
            caution={fitForReception(avatar.facts.licence) ? null : character.notForReception}
            onChoose={() => wardrobe.wear(avatar.id)}
          >
            <button
              type="button"
              className="avatar-tile-more"
              aria-label={character.details(avatar.name)}
              onClick={() => setOpened(avatar.id)}
            >
              <Ellipsis size={20} strokeWidth={1.75} aria-hidden="true" />
            </button>
          </Tile>
        ))}
        <li className="avatar-tile">
          {arriving === null ? <AddTile disabled={keepsNothing} /> : <Arriving name={arriving} />}
        </li>
      </ul>
      {keepsNothing && <p className={NOTE}>{character.keepsNothing}</p>}
      {inSheet !== null && (
        <AvatarSheet
          key={inSheet.id}
          avatar={inSheet}
          asks={asks === inSheet.id}
          onClose={() => {
            setOpened(null);
            if (asks !== null) wardrobe.dismiss();
          }}
        />
      )}
    </>
  );
}

const noteOf = (
  { who, commercial, known }: Licence,
  character: ReturnType<typeof useText>["settings"]["character"],
): string => {
  if (who !== "everyone") return character.who[who];
  if (commercial === "none") return character.privateOnly;
  return known === "" ? character.who.everyone : known;
};

function AddTile({ disabled }: { disabled: boolean }): ReactNode {
  const { character } = useText().settings;
  const { wardrobe } = useServices();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="avatar-tile-choice" disabled={disabled} onClick={() => picker.current?.click()}>
        <span className="avatar-tile-frame" data-kind="add">
          <Plus size={40} strokeWidth={1.25} aria-hidden="true" />
        </span>
        <span className="avatar-tile-name">{character.add.name}</span>
        <span className="avatar-tile-note">{character.add.note}</span>
      </button>
      <FileInput input={picker} endings={[".vrm"]} onFile={(file) => void wardrobe.add(file)} />
    </>
  );
}

function Arriving({ name }: { name: string }): ReactNode {
  const { character } = useText().settings;
  const { wardrobe } = useServices();
  return (
    <div className="avatar-tile-choice" role="status">
      <span className="avatar-tile-frame" data-kind="add">
        <Button kind="quiet" onClick={wardrobe.cancel}>
          {character.cancel}
        </Button>
      </span>
      <span className="avatar-tile-note avatar-tile-arriving">{character.checking(name)}</span>
    </div>
  );
}

/** One sentence why, and what to do; it stays until it is put away or the next file comes. */
function Refused(): ReactNode {
  const { character } = useText().settings;
  const { wardrobe } = useServices();
  const { refused, keepsNothing } = useStore(wardrobe.store);
  return (
    <div role="alert">
      {refused !== null && (
        <Refusal name={refused.name} onClose={wardrobe.dismiss}>
          <p>
            {refused.reason === "storage" && keepsNothing
              ? character.keepsNothing
              : character.refused[refused.reason](refused.detail)}
          </p>
          <p className="text-ink-2">{character.stays}</p>
        </Refusal>
      )}
    </div>
  );
}

import { type ReactNode, useRef, useState } from "react";
import { useStore } from "zustand";
import { Button } from "../../parts/Button.tsx";
import { Segmented } from "../../parts/Segmented.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { FAILED, HEADING, NOTE, SECTION } from "../classes.ts";

const GROUNDS = ["wall", "colour", "gradient", "picture", "clear"] as const;
/** In the order of `character.colours`: sand, moss, clay, sky, wisteria, ink. None of them is a light of the window. */
const COLOURS = ["#e7dccb", "#d9dcc3", "#eccfc4", "#cfdbe6", "#dcd4e8", "#3a4440"] as const;

/** What is behind the character. */
export function StageGround(): ReactNode {
  const { character } = useText().settings;
  const { actions } = useServices();
  const { ground } = useSettings((settings) => settings);
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{character.ground}</h3>
      <Segmented
        label={character.ground}
        value={ground}
        choices={GROUNDS.map((value) => ({ value, label: character.grounds[value] }))}
        onChange={(value) => actions.settings({ ground: value })}
      />
      <p className={NOTE}>{character.groundNotes[ground]}</p>
      {(ground === "colour" || ground === "gradient") && <Colours />}
      {ground === "picture" && <OwnPicture />}
    </section>
  );
}

function Colours(): ReactNode {
  const { character } = useText().settings;
  const { actions } = useServices();
  const { groundColour } = useSettings((settings) => settings);
  const isOwn = !COLOURS.some((colour) => colour === groundColour);
  return (
    <fieldset className="colours" aria-label={character.colour}>
      {COLOURS.map((colour, i) => (
        <label key={colour} className="colour" style={{ background: colour }}>
          <input
            type="radio"
            className="unseen"
            name="ground-colour"
            aria-label={character.colours[i]}
            checked={colour === groundColour}
            onChange={() => actions.settings({ groundColour: colour })}
          />
        </label>
      ))}
      <label className="colour colour-own" data-chosen={isOwn}>
        <input
          type="color"
          aria-label={character.ownColour}
          value={groundColour}
          onChange={(event) => actions.settings({ groundColour: event.target.value })}
        />
      </label>
    </fieldset>
  );
}

function OwnPicture(): ReactNode {
  const { character } = useText().settings;
  const { backdrop } = useServices();
  const { picture, failed } = useStore(backdrop.store);
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  return (
    <>
      <Button disabled={busy} onClick={() => picker.current?.click()}>
        {picture === null ? character.choosePicture : character.otherPicture}
      </Button>
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        hidden
        data-way="backdrop"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = "";
          if (file === undefined) return;
          setBusy(true);
          void backdrop.choose(file).finally(() => setBusy(false));
        }}
      />
      <p className={`${NOTE} ${FAILED}`} role="status">
        {failed === null ? "" : failed === "storage" ? character.refused.storage("") : character.pictureRefused}
      </p>
    </>
  );
}

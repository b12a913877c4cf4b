import type { ReactNode } from "react";
import { Segmented } from "../../parts/Segmented.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { HEADING, SECTION } from "../classes.ts";

const SHOTS = ["face", "bust", "full"] as const;

/** How much of the character is seen, and how much it moves. */
export function StageView(): ReactNode {
  const { character } = useText().settings;
  const { actions } = useServices();
  const { shot, motion } = useSettings((settings) => settings);
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{character.shot}</h3>
      <Segmented
        label={character.shot}
        value={shot}
        choices={SHOTS.map((value) => ({ value, label: character.shots[value] }))}
        onChange={(value) => actions.settings({ shot: value })}
      />
      <div className="mt-4 border-b-hair border-line py-2">
        <Switch
          label={character.motion}
          note={character.motionNote}
          on={motion === "less"}
          onChange={(on) => actions.settings({ motion: on ? "less" : "system" })}
        />
      </div>
    </section>
  );
}

import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { RefusalReason } from "../../../avatar/file/refused.ts";
import { BOUND_GESTURES, isGesture } from "../../../avatar/gestures.ts";
import type { OwnMotion } from "../../../avatar/repertoire.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { FileInput } from "../../parts/FileInput.tsx";
import { Refusal } from "../../parts/Refusal.tsx";
import { Select } from "../../parts/Select.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useText } from "../../services.ts";
import type { CharacterStrings } from "../../strings/character/ja.ts";
import { HEADING, NOTE, SECTION } from "../classes.ts";

const refusalOf = ({ motions: words, refused }: CharacterStrings, reason: RefusalReason, detail: string): string => {
  switch (reason) {
    case "too-large":
      return words.tooLarge(detail);
    case "storage":
      return words.noRoom;
    case "cut":
      return refused.cut(detail);
    case "empty":
    case "not-vrm":
    case "no-person":
    case "bones":
      return words.notMotion;
    default:
      return words.damaged(detail);
  }
};

/** In place of no gesture. */
const UNUSED = "unused";

/** 身振り: motions of the person's own, each in place of a gesture. */
export function Motions(): ReactNode {
  const text = useText();
  const words = text.settings.character.motions;
  const { repertoire } = useServices();
  const { motions, refused, removed } = useStore(repertoire.store);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => void repertoire.look(), [repertoire]);
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{words.title}</h3>
      <p className={NOTE}>{words.note}</p>
      {motions !== null && motions.length > 0 && (
        <ul className="my-2">
          {motions.map((motion) => (
            <Row key={motion.id} motion={motion} />
          ))}
        </ul>
      )}
      <Button kind="quiet" onClick={() => picker.current?.click()} icon={Plus}>
        {words.add}
      </Button>
      <FileInput input={picker} endings={[".vrma"]} onFile={(file) => void repertoire.add(file)} />
      <div role="alert">
        {refused !== null && (
          <Refusal name={refused.name} onClose={repertoire.dismiss}>
            <p>{refusalOf(text.settings.character, refused.reason, refused.detail)}</p>
          </Refusal>
        )}
      </div>
      {removed !== null && (
        <UndoBar
          key={removed.id}
          sentence={words.removed(removed.name)}
          onUndo={() => void repertoire.undo()}
          onEnd={() => void repertoire.forget()}
        />
      )}
    </section>
  );
}

function Row({ motion }: { motion: OwnMotion }): ReactNode {
  const words = useText().settings.character.motions;
  const { repertoire } = useServices();
  const { id, name, facts } = motion;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,200px)_auto] items-center gap-x-3 gap-y-1 border-b border-line py-[6px] max-[479px]:grid-cols-[minmax(0,1fr)_auto_auto]">
      <span className="truncate">{name}</span>
      <span className="figures text-ink-2">{words.seconds(facts.seconds)}</span>
      <span className="min-w-0 max-[479px]:col-[1/3] max-[479px]:row-[2]">
        <Select
          label={words.insteadOf(name)}
          value={facts.gesture ?? UNUSED}
          choices={[
            { value: UNUSED, label: words.unused },
            ...BOUND_GESTURES.map((gesture) => ({ value: gesture, label: words.gestures[gesture] })),
          ]}
          onChange={(value) => void repertoire.bind(id, isGesture(value) ? value : null)}
        />
      </span>
      <IconButton
        className="max-[479px]:row-[2]"
        label={words.remove(name)}
        icon={Trash2}
        iconSize={20}
        onClick={() => void repertoire.remove(id)}
      />
    </li>
  );
}

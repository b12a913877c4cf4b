import { Plus, Trash2, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { RefusalReason } from "../../../avatar/file/refused.ts";
import { BOUND_GESTURES, isGesture } from "../../../avatar/gestures.ts";
import type { OwnMotion } from "../../../avatar/repertoire.ts";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useText } from "../../services.ts";
import type { CharacterStrings } from "../../strings/character/ja.ts";
import { Glyph } from "../../window/Glyph.tsx";
import "./motions.css";

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

/** 身振り: motions of the person's own, each in place of a gesture. */
export function Motions(): ReactNode {
  const text = useText();
  const words = text.settings.character.motions;
  const { repertoire } = useServices();
  const { motions, refused, removed } = useStore(repertoire.store);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => void repertoire.look(), [repertoire]);
  return (
    <section className="settings-section">
      <h3 className="settings-heading">{words.title}</h3>
      <p className="settings-note">{words.note}</p>
      {motions !== null && motions.length > 0 && (
        <ul className="motions">
          {motions.map((motion) => (
            <Row key={motion.id} motion={motion} />
          ))}
        </ul>
      )}
      <button type="button" className="button motions-add" data-kind="quiet" onClick={() => picker.current?.click()}>
        <Plus size={20} strokeWidth={1.75} aria-hidden="true" />
        {words.add}
      </button>
      <input
        ref={picker}
        type="file"
        // iOS knows no type for .vrma and would grey every file out.
        accept={/iPad|iPhone|Macintosh.*Mobile/.test(navigator.userAgent) ? undefined : ".vrma"}
        hidden
        data-way="vrma"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = "";
          if (file !== undefined) void repertoire.add(file);
        }}
      />
      <div role="alert">
        {refused !== null && (
          <div className="character-refused">
            <Glyph name="problem" />
            <div className="character-refused-words">
              <p className="character-refused-name">{refused.name}</p>
              <p>{refusalOf(text.settings.character, refused.reason, refused.detail)}</p>
            </div>
            <button type="button" className="icon-button" aria-label={text.common.close} onClick={repertoire.dismiss}>
              <X size={22} strokeWidth={1.6} aria-hidden="true" />
            </button>
          </div>
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
    <li className="motion">
      <span className="motion-name">{name}</span>
      <span className="motion-length">{words.seconds(facts.seconds)}</span>
      <select
        className="motion-place"
        aria-label={words.insteadOf(name)}
        value={facts.gesture ?? ""}
        onChange={({ currentTarget: { value } }) => void repertoire.bind(id, isGesture(value) ? value : null)}
      >
        <option value="">{words.unused}</option>
        {BOUND_GESTURES.map((gesture) => (
          <option key={gesture} value={gesture}>
            {words.gestures[gesture]}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="icon-button"
        aria-label={words.remove(name)}
        onClick={() => void repertoire.remove(id)}
      >
        <Trash2 size={20} strokeWidth={1.6} aria-hidden="true" />
      </button>
    </li>
  );
}

import { PERSONA_LIMITS, type Persona, readPersona } from "@hisho/protocol";
import { Download, Upload } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { MOST_PERSONA_BYTES, namesIn, parsePersona, writePersona } from "../../../session/persona-file.ts";
import { save } from "../../history/save.ts";
import { Button } from "../../parts/Button.tsx";
import { Field } from "../../parts/Field.tsx";
import { FileInput } from "../../parts/FileInput.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { FAILED, LEAD } from "../classes.ts";
import { Prose } from "./Prose.tsx";
import { useDraft } from "./use-draft.ts";

/** 名前と話し方: who the character is for this person, and whether it answers everybody it hears. */
export function PersonaGroup(): ReactNode {
  const { persona: words, houseName } = useText().talking;
  const { actions } = useServices();
  const persona = useSettings((settings) => settings.persona);
  const addressed = useSettings((settings) => settings.addressed);
  const [before, setBefore] = useState<Persona | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  /** @returns what is wrong, or nothing */
  const write = (change: Partial<Persona>): string => {
    const read = readPersona({ ...persona, ...change });
    if (!("persona" in read)) return words.tooLong;
    actions.settings({ persona: read.persona });
    return "";
  };
  const take = async (file: File): Promise<void> => {
    const read = file.size > MOST_PERSONA_BYTES ? null : parsePersona(await file.text());
    setUnreadable(read === null);
    if (read === null) return;
    setBefore(persona);
    actions.settings({ persona: read });
  };
  const aliases = persona.aliases.join("、");
  return (
    <div className="flex flex-col gap-6">
      <p className={LEAD}>{words.lead}</p>
      <Line
        label={words.name}
        value={persona.name}
        most={PERSONA_LIMITS.name}
        example={houseName}
        onWrite={(name) => write({ name })}
      />
      <Line
        label={words.aliases}
        note={words.aliasesNote}
        value={aliases}
        most={PERSONA_LIMITS.aliases * (PERSONA_LIMITS.alias + 1)}
        onWrite={(text) => write({ aliases: namesIn(text) })}
      />
      <Line
        label={words.person}
        value={persona.person}
        most={PERSONA_LIMITS.person}
        example={words.personExample}
        onWrite={(person) => write({ person })}
      />
      <Prose
        label={words.manner}
        value={persona.manner}
        most={PERSONA_LIMITS.manner}
        rows={2}
        choices={words.manners}
        onWrite={(manner) => write({ manner })}
      />
      <Prose
        label={words.instructions}
        note={words.instructionsNote}
        value={persona.instructions}
        most={PERSONA_LIMITS.instructions}
        rows={5}
        onWrite={(instructions) => write({ instructions })}
      />
      <Switch
        label={words.addressed}
        note={words.addressedNote(persona.name === "" ? houseName : persona.name)}
        on={addressed}
        onChange={(on) => actions.settings({ addressed: on })}
      />
      <div className="flex flex-wrap gap-2">
        <Button icon={Upload} onClick={() => picker.current?.click()}>
          {words.take}
        </Button>
        <Button icon={Download} onClick={() => save(writePersona(persona), "hisho-persona.json")}>
          {words.give}
        </Button>
        <FileInput input={picker} endings={[".json"]} onFile={(file) => void take(file)} />
      </div>
      <p className={FAILED} role="status">
        {unreadable ? words.unreadable : ""}
      </p>
      {before !== null && (
        <UndoBar
          sentence={words.taken}
          onUndo={() => {
            actions.settings({ persona: before });
            setBefore(null);
          }}
          onEnd={() => setBefore(null)}
        />
      )}
    </div>
  );
}

/** One line of words, taken when the field is left. */
function Line(props: {
  label: string;
  note?: string;
  value: string;
  most: number;
  example?: string;
  onWrite: (text: string) => string;
}): ReactNode {
  const { words, setWords, error, leave } = useDraft(props.value, props.onWrite);
  return (
    <Field
      label={props.label}
      {...(props.note === undefined ? {} : { note: props.note })}
      error={error}
      value={words}
      maxLength={props.most}
      placeholder={props.example}
      autoComplete="off"
      onChange={(event) => setWords(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) event.currentTarget.blur();
      }}
    />
  );
}

import { Keyboard } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { Switch } from "../parts/Switch.tsx";
import { useServices, useSettings, useText } from "../services.ts";
import type { Strings } from "../strings/languages.ts";
import { KEY_NAMES, type KeyName } from "./keys.ts";

const capsOf = (name: KeyName, { names }: Strings["talking"]["keys"]): readonly string[] => {
  const caps: Record<KeyName, readonly string[]> = {
    talk: [names.space],
    escape: [names.escape],
    type: ["T"],
    again: ["R"],
    ignore: ["N"],
    mute: ["M"],
    new: ["C"],
    search: ["/"],
    places: ["1", "2", "3", "4", "5"],
    sources: ["[", "]"],
    help: ["?"],
  };
  return caps[name];
};

/** Every key with what it does, and a switch to turn it off. */
export function Shortcuts({ onClose }: { onClose: () => void }): ReactNode {
  const { keys } = useText().talking;
  const { actions } = useServices();
  const off = useSettings((settings) => settings.keysOff);
  const toggles = useSettings((settings) => settings.ignoreToggles);
  return (
    <Sheet label={keys.title} onClose={onClose}>
      <h2 className="text-heading">{keys.title}</h2>
      <p className="text-small text-ink-2">{keys.lead}</p>
      <ul className="flex flex-col">
        {KEY_NAMES.map((name) => (
          <li key={name} className="grid grid-cols-[104px_1fr] items-center gap-3 border-b border-line py-1">
            <span className="flex flex-wrap gap-1">
              {capsOf(name, keys).map((cap) => (
                <kbd
                  key={cap}
                  className="grid min-h-7 min-w-7 place-items-center rounded-bar border-hair border-edge bg-raised px-1.5 text-small font-semibold"
                >
                  {cap}
                </kbd>
              ))}
            </span>
            <Switch
              label={keys[name]}
              on={!off.includes(name)}
              onChange={(on) => actions.settings({ keysOff: on ? off.filter((key) => key !== name) : [...off, name] })}
            />
          </li>
        ))}
      </ul>
      <Switch
        label={keys.toggleIgnore}
        note={keys.toggleIgnoreNote}
        on={toggles}
        onChange={(on) => actions.settings({ ignoreToggles: on })}
      />
    </Sheet>
  );
}

/** Opens the list for whoever has found no key. */
export function ShortcutsButton(): ReactNode {
  const { keys } = useText().talking;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={Keyboard} className="self-start" onClick={() => setOpen(true)}>
        {keys.open}
      </Button>
      {open && <Shortcuts onClose={() => setOpen(false)} />}
    </>
  );
}

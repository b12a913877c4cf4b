import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { wordsOf } from "../../../kiosk/blocked.ts";
import { clockText, minuteFrom } from "../../../kiosk/hours.ts";
import type { KioskSettings, Wipe } from "../../../kiosk/settings.ts";
import { FAULTS } from "../../../watchdog/faults.ts";
import { hasFailed } from "../../../watchdog/watchdog.ts";
import { Keypad } from "../../kiosk/Keypad.tsx";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { Segmented } from "../../parts/Segmented.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { useServices, useText } from "../../services.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../../strings/languages.ts";
import "../../kiosk/kiosk.css";
import { HEADING, LEAD, NOTE, SECTION } from "../classes.ts";

const WIPES: readonly Wipe[] = ["off", "device", "device-and-relay"];
const STRETCHES = ["1", "2", "4"] as const;
/** Each has a shape of its own: full, half, struck through. */
const LIGHTS = {
  fine: "border-seiji bg-seiji",
  mending: "border-lamp-text bg-[linear-gradient(90deg,var(--lamp-text)_50%,transparent_50%)]",
  failed: "border-shu bg-[linear-gradient(135deg,transparent_44%,var(--shu)_44%_56%,transparent_56%)]",
} as const;
const NINE_TO_SIX = { opens: 540, closes: 1080 };

/** 受付の画面: what an operator chooses before the device stands in a hall. */
export function KioskGroup(): ReactNode {
  const { kiosk } = useServices();
  const text = useText().kiosk.settings;
  const { settings, keeps, armed } = useStore(kiosk.store);
  const { wipe, stretch, hours, camera, keyboard, addressed, call } = settings;
  return (
    <>
      <p className={LEAD}>{text.lead}</p>
      {!keeps && <p className={NOTE}>{text.keepsNothing}</p>}
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" onClick={armed ? kiosk.lock : () => kiosk.change({ on: true })}>
          {text.start}
        </Button>
        {settings.on && <Button onClick={() => void kiosk.leave()}>{text.stop}</Button>}
      </div>
      <Passcode />
      <section className={SECTION}>
        <h3 className={HEADING}>{text.wipe}</h3>
        <Segmented
          label={text.wipe}
          value={wipe}
          choices={WIPES.map((value) => ({ value, label: text.wipes[value] }))}
          onChange={(value) => kiosk.change({ wipe: value })}
        />
        <p className={NOTE}>{text.wipeNotes[wipe]}</p>
      </section>
      <section className={SECTION}>
        <Switch
          label={text.hoursOn}
          note={text.hoursNote}
          on={hours !== null}
          onChange={(on) => kiosk.change({ hours: on ? NINE_TO_SIX : null })}
        />
        {hours !== null && (
          <div className="flex flex-wrap gap-5 pt-4">
            {(["opens", "closes"] as const).map((end) => (
              <label key={end} className="flex items-center gap-3">
                {text[end]}
                <input
                  type="time"
                  className="min-h-12 rounded-control border-hair border-edge bg-raised px-3"
                  value={clockText(hours[end])}
                  onChange={(event) => {
                    const minute = minuteFrom(event.target.value);
                    if (minute !== undefined) kiosk.change({ hours: { ...hours, [end]: minute } });
                  }}
                />
              </label>
            ))}
          </div>
        )}
      </section>
      <div className={`${SECTION} flex flex-col gap-4`}>
        <Switch
          label={text.addressed}
          note={text.addressedNote}
          on={addressed}
          onChange={(on) => kiosk.change({ addressed: on })}
        />
        <Switch
          label={text.camera}
          note={text.cameraNote}
          on={camera}
          onChange={(on) => kiosk.change({ camera: on })}
        />
        <Switch label={text.keyboard} on={keyboard} onChange={(on) => kiosk.change({ keyboard: on })} />
      </div>
      <section className={SECTION}>
        <h3 className={HEADING}>{text.reset}</h3>
        <Segmented
          label={text.reset}
          value={String(stretch) as (typeof STRETCHES)[number]}
          choices={STRETCHES.map((value) => ({ value, label: text.resets[value] }))}
          onChange={(value) => kiosk.change({ stretch: Number(value) as KioskSettings["stretch"] })}
        />
      </section>
      <Languages />
      <Blocked />
      <label className={SECTION}>
        <span className={HEADING}>{text.call}</span>
        <input
          className="min-h-12 w-full rounded-control border-hair border-edge bg-raised px-3"
          placeholder={text.callExample}
          maxLength={120}
          value={call}
          onChange={(event) => kiosk.change({ call: event.target.value })}
        />
      </label>
      <Lights />
    </>
  );
}

function Passcode(): ReactNode {
  const { kiosk } = useServices();
  const { settings: text, pad } = useText().kiosk;
  const passcode = useStore(kiosk.store, (view) => view.settings.passcode);
  const [choosing, setChoosing] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const choose = async (digits: string): Promise<void> => {
    if (await kiosk.setPasscode(digits)) setChoosing(false);
    else setRefused(text.insecure);
  };
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{text.passcode}</h3>
      {choosing ? (
        <div className="kiosk-scale">
          <p>{pad.choose}</p>
          <Keypad onEnter={(digits) => void choose(digits)} refused={refused} />
        </div>
      ) : (
        <div className="flex items-center justify-between gap-5">
          <span>{passcode === null ? text.passcodeMissing : text.passcodeSet}</span>
          <Button onClick={() => setChoosing(true)}>{text.passcodeChange}</Button>
        </div>
      )}
    </section>
  );
}

function Languages(): ReactNode {
  const { kiosk } = useServices();
  const text = useText().kiosk.settings;
  const languages = useStore(kiosk.store, (view) => view.settings.languages);
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{text.languages}</h3>
      <div className="flex flex-wrap gap-5">
        {LANGUAGES.map((language) => (
          <Checkbox
            key={language}
            checked={languages.includes(language)}
            onChange={(on) => {
              const next = on ? [...languages, language] : languages.filter((other) => other !== language);
              if (next.length > 0) kiosk.change({ languages: next });
            }}
          >
            <span lang={language}>{LANGUAGE_NAMES[language]}</span>
          </Checkbox>
        ))}
      </div>
      <p className={NOTE}>{text.languagesNote}</p>
    </section>
  );
}

function Blocked(): ReactNode {
  const { kiosk } = useServices();
  const text = useText().kiosk.settings;
  const blocked = useStore(kiosk.store, (view) => view.settings.blocked);
  const [lines, setLines] = useState(() => blocked.join("\n"));
  return (
    <label className={SECTION}>
      <span className={HEADING}>{text.blocked}</span>
      <textarea
        className="w-full rounded-control border-hair border-edge bg-raised p-3"
        rows={4}
        value={lines}
        onChange={(event) => {
          setLines(event.target.value);
          kiosk.change({ blocked: wordsOf(event.target.value) });
        }}
      />
      <span className={NOTE}>{text.blockedNote}</span>
    </label>
  );
}

/** What the watchdog sees, one light each. */
function Lights(): ReactNode {
  const { watchdog } = useServices();
  const text = useText().kiosk;
  const { watch, repairs } = useStore(watchdog.store);
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{text.settings.lights}</h3>
      <p className={NOTE}>{text.settings.lightsNote}</p>
      <ul className="flex flex-col">
        {FAULTS.map((id) => {
          const fault = watch.faults[id];
          const state = fault === undefined ? "fine" : hasFailed(fault) ? "failed" : "mending";
          return (
            <li key={id} className="flex items-center gap-3 border-b border-line py-2">
              <span className={`size-4 rounded-full border-[1.5px] ${LIGHTS[state]}`} aria-hidden="true" />
              <span className="flex-1">{text.lights[id]}</span>
              <span className="text-ink-2">
                {text.settings[state]}
                {repairs[id] > 0 && ` (${repairs[id]})`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { SoundDevice } from "../../../session/sound-desk.ts";
import { EchoResult } from "../../first/EchoResult.tsx";
import { useEchoTest } from "../../first/use-echo-test.ts";
import { Button } from "../../parts/Button.tsx";
import { Select } from "../../parts/Select.tsx";
import { Slider } from "../../parts/Slider.tsx";
import { go } from "../../route.ts";
import { useServices, useSettings, useText } from "../../services.ts";
import { HEADING, NOTE, SECTION } from "../classes.ts";

/** The choice "" of the settings: a list has no empty value. */
const SYSTEM = "system";

/** Microphone, loudspeaker, volume, and how much of the voice comes back between them. */
export function SoundSettings(): ReactNode {
  const { sound: words } = useText();
  const { sound, actions } = useServices();
  const { microphones, speakers } = useStore(sound.store);
  const microphone = useSettings((settings) => settings.microphone);
  const speaker = useSettings((settings) => settings.speaker);
  const unnamed = [...microphones, ...speakers].some(({ label }) => label === "");
  return (
    <>
      <DevicePicker
        label={words.microphone}
        devices={microphones}
        chosen={microphone}
        onChoose={(id) => actions.settings({ microphone: id })}
      />
      {sound.choosesSpeaker ? (
        <DevicePicker
          label={words.speaker}
          devices={speakers}
          chosen={speaker}
          onChoose={(id) => actions.settings({ speaker: id })}
        />
      ) : (
        <p className={NOTE}>{words.noSpeakerChoice}</p>
      )}
      {unnamed && <p className={NOTE}>{words.notNamed}</p>}
      <Volume />
      <Echo />
      <section className={SECTION}>
        <Button
          onClick={() => {
            actions.settings({ welcomed: false });
            go({ page: "talk" });
          }}
        >
          {words.firstSteps}
        </Button>
      </section>
    </>
  );
}

function DevicePicker(props: {
  label: string;
  devices: readonly SoundDevice[];
  chosen: string;
  onChoose: (id: string) => void;
}): ReactNode {
  const { label, devices, chosen, onChoose } = props;
  const words = useText().sound;
  const gone = chosen !== "" && devices.every((device) => device.id !== chosen);
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{label}</h3>
      <Select
        label={label}
        value={gone || chosen === "" ? SYSTEM : chosen}
        choices={[
          { value: SYSTEM, label: words.system },
          ...devices.map((device, at) => ({ value: device.id, label: device.label || words.unnamed(at + 1) })),
        ]}
        onChange={(id) => onChoose(id === SYSTEM ? "" : id)}
      />
      {gone && (
        <p className={NOTE} role="status">
          {words.gone}
        </p>
      )}
    </section>
  );
}

function Volume(): ReactNode {
  const words = useText().sound;
  const { actions } = useServices();
  const volume = useSettings((settings) => settings.volume);
  const percent = Math.round(volume * 100);
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{words.volume}</h3>
      <Slider
        label={words.volume}
        min={0}
        max={100}
        step={5}
        value={percent}
        valueText={`${percent}%`}
        onChange={(value) => actions.settings({ volume: value / 100 })}
      />
    </section>
  );
}

function Echo(): ReactNode {
  const text = useText();
  const { sound } = useServices();
  const echo = useStore(sound.store, (state) => state.echo);
  const { running, outcome, begin } = useEchoTest();
  const known = echo === null ? text.sound.echoUnknown : text.first.echo.results[echo.duplex].body;
  return (
    <section className={SECTION}>
      <h3 className={HEADING}>{text.sound.echo}</h3>
      {running || outcome !== null ? (
        <EchoResult running={running} outcome={outcome} />
      ) : (
        <p className={NOTE}>{known}</p>
      )}
      <Button disabled={running} onClick={begin}>
        {echo === null ? text.sound.echoTest : text.first.echo.repeat}
      </Button>
    </section>
  );
}

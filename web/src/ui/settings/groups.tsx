import type { ReactNode } from "react";
import type { Settings } from "../../session/talk.ts";
import { LanguageChoice } from "../parts/LanguageChoice.tsx";
import { Segmented } from "../parts/Segmented.tsx";
import { Switch } from "../parts/Switch.tsx";
import { useServices, useSettings, useText } from "../services.ts";
import { ShortcutsButton } from "../talk/Shortcuts.tsx";
import { HEADING, LEAD, NOTE, SECTION } from "./classes.ts";
import { SoundSettings } from "./sound/SoundSettings.tsx";

const RATES = { slow: 0.8, normal: 1, fast: 1.25 } as const;
type Rate = keyof typeof RATES;

/** The named speed nearest to a speaking rate. */
export const rateOf = (speakingRate: number): Rate =>
  speakingRate < 0.9 ? "slow" : speakingRate > 1.12 ? "fast" : "normal";

export function LanguageGroup(): ReactNode {
  return (
    <>
      <p className={LEAD}>{useText().settings.language.lead}</p>
      <LanguageChoice />
    </>
  );
}

export function VoiceGroup(): ReactNode {
  const text = useText();
  const { voice } = text.settings;
  const { rateNote } = text.sound;
  const { actions } = useServices();
  const { audio, speakingRate, mode } = useSettings((settings): Settings => settings);
  return (
    <>
      <Switch
        label={voice.speak}
        note={voice.speakNote}
        on={audio}
        onChange={(on) => actions.settings({ audio: on })}
      />
      <section className={SECTION}>
        <h3 className={HEADING}>{voice.rate}</h3>
        <Segmented
          label={voice.rate}
          value={rateOf(speakingRate)}
          choices={(["slow", "normal", "fast"] as const).map((value) => ({ value, label: voice.rates[value] }))}
          onChange={(rate) => actions.settings({ speakingRate: RATES[rate] })}
        />
        <p className={NOTE}>{rateNote}</p>
      </section>
      <section className={SECTION}>
        <h3 className={HEADING}>{voice.mode}</h3>
        <Segmented
          label={voice.mode}
          value={mode}
          choices={(["hands_free", "push_to_talk", "text"] as const).map((value) => ({
            value,
            label: voice.modes[value],
          }))}
          onChange={(value) => actions.settings({ mode: value })}
        />
        <p className={NOTE}>{voice.modeNotes[mode]}</p>
      </section>
      <SoundSettings />
    </>
  );
}

const SIZES = [80, 100, 125, 150, 200] as const;

export function SightGroup(): ReactNode {
  const text = useText();
  const { sight } = text.settings;
  const { reader } = text.first;
  const { actions } = useServices();
  const { theme, contrast, captionSize, captions, audio } = useSettings((settings): Settings => settings);
  return (
    <>
      <section className={SECTION}>
        <h3 className={HEADING}>{sight.theme}</h3>
        <Segmented
          label={sight.theme}
          value={theme}
          choices={(["system", "light", "dark"] as const).map((value) => ({ value, label: sight.themes[value] }))}
          onChange={(value) => actions.settings({ theme: value })}
        />
      </section>
      <section className={SECTION}>
        <h3 className={HEADING}>{sight.captions}</h3>
        <Segmented
          label={sight.captions}
          value={captions}
          choices={(["voice", "only", "off"] as const).map((value) => ({ value, label: sight.captionModes[value] }))}
          onChange={(value) => actions.settings({ captions: value })}
        />
        <p className={NOTE}>{sight.captionNotes[captions]}</p>
      </section>
      <section className={SECTION}>
        <h3 className={HEADING}>{sight.captionSize}</h3>
        <Segmented
          label={sight.captionSize}
          value={String(captionSize)}
          choices={SIZES.map((size) => ({ value: String(size), label: `${size}%` }))}
          onChange={(value) => {
            const size = SIZES.find((candidate) => String(candidate) === value);
            if (size !== undefined) actions.settings({ captionSize: size });
          }}
        />
        <p className="mt-4 rounded-card border-hair border-line bg-raised px-5 py-4 text-[calc(var(--caption-size)*var(--caption-scale))] leading-[1.55] font-medium wrap-anywhere">
          {sight.sample}
        </p>
      </section>
      <Switch label={reader.label} note={reader.note} on={!audio} onChange={(on) => actions.settings({ audio: !on })} />
      <Switch
        label={sight.contrast}
        note={sight.contrastNote}
        on={contrast === "more"}
        onChange={(on) => actions.settings({ contrast: on ? "more" : "system" })}
      />
      <ShortcutsButton />
    </>
  );
}

export function AboutGroup(): ReactNode {
  const { about } = useText().settings;
  return (
    <>
      <p>{about.line}</p>
      <p className={NOTE}>{about.kept}</p>
    </>
  );
}

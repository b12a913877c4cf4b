import {
  Archive,
  AudioLines,
  Bell,
  Bookmark,
  BookOpen,
  CalendarDays,
  Captions,
  ChevronRight,
  IdCard,
  Languages,
  MonitorSmartphone,
  Plug,
  Speech,
  UserRound,
} from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import type { Settings } from "../../session/talk.ts";
import { Page } from "../parts/Page.tsx";
import { go } from "../route.ts";
import { useSettings, useTalk, useText } from "../services.ts";
import { LANGUAGE_NAMES, type Strings } from "../strings/languages.ts";
import { canHear } from "../talk/problems.ts";
import { restingRole } from "../window/look.ts";
import { AlertsGroup } from "./alerts/AlertsGroup.tsx";
import { Connections } from "./Connections.tsx";
import { CalendarsGroup } from "./calendars/CalendarsGroup.tsx";
import { CharacterGroup } from "./character/CharacterGroup.tsx";
import { CharacterValue } from "./character/CharacterValue.tsx";
import { AboutGroup, LanguageGroup, rateOf, SightGroup, VoiceGroup } from "./groups.tsx";
import { KeepingGroup } from "./keeping/KeepingGroup.tsx";
import { KioskGroup } from "./kiosk/KioskGroup.tsx";
import { MemoryGroup } from "./memory/MemoryGroup.tsx";
import { PersonaGroup } from "./persona/PersonaGroup.tsx";
import { ReadingsGroup } from "./readings/ReadingsGroup.tsx";

type GroupId =
  | "language"
  | "voice"
  | "character"
  | "persona"
  | "calendars"
  | "alerts"
  | "memory"
  | "readings"
  | "keeping"
  | "connections"
  | "sight"
  | "kiosk"
  | "about";

const GROUPS: readonly {
  id: GroupId;
  icon: ComponentType<{ size: number; strokeWidth: number; "aria-hidden": "true" }>;
  Panel: ComponentType;
}[] = [
  { id: "language", icon: Languages, Panel: LanguageGroup },
  { id: "voice", icon: AudioLines, Panel: VoiceGroup },
  { id: "character", icon: UserRound, Panel: CharacterGroup },
  { id: "persona", icon: IdCard, Panel: PersonaGroup },
  { id: "calendars", icon: CalendarDays, Panel: CalendarsGroup },
  { id: "alerts", icon: Bell, Panel: AlertsGroup },
  { id: "memory", icon: Bookmark, Panel: MemoryGroup },
  { id: "readings", icon: Speech, Panel: ReadingsGroup },
  { id: "keeping", icon: Archive, Panel: KeepingGroup },
  { id: "connections", icon: Plug, Panel: Connections },
  { id: "sight", icon: Captions, Panel: SightGroup },
  { id: "kiosk", icon: MonitorSmartphone, Panel: KioskGroup },
  { id: "about", icon: BookOpen, Panel: AboutGroup },
];

/** 設定: groups with their present value; a page each on a phone, side by side on wide frames. */
export function SettingsPage({ group }: { group: string | null }): ReactNode {
  const text = useText();
  const chosen = GROUPS.find((candidate) => candidate.id === group) ?? null;
  const shown = chosen ?? GROUPS.find(({ id }) => id === "connections") ?? null;
  return (
    <Page
      title={text.settings.title}
      place="settings"
      {...(chosen === null ? {} : { back: { page: "settings", group: null } })}
    >
      <div
        className="settings group/settings rail:grid rail:grid-cols-[272px_minmax(0,1fr)] rail:gap-6 book:leaves"
        data-open={chosen !== null}
      >
        <ul className="alone:-mx-3 alone:group-data-[open=true]/settings:hidden">
          {GROUPS.map(({ id, icon: Icon }) => (
            <li key={id}>
              <button
                type="button"
                className="flex min-h-17 w-full items-center gap-4 rounded-card border-2 border-transparent px-3 py-[10px] active:bg-sunk paired:aria-[current]:border-ink paired:aria-[current]:bg-raised [&>svg]:text-ink-2"
                aria-current={shown?.id === id ? "true" : undefined}
                onClick={() => go({ page: "settings", group: id })}
              >
                <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
                <span className="flex min-w-0 flex-1 flex-col leading-[1.45]">
                  <span className="font-semibold">{text.settings[id].title}</span>
                  {id === "character" ? <CharacterValue /> : <PresentValue id={id} />}
                </span>
                <ChevronRight className="paired:hidden" size={20} strokeWidth={1.75} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        {shown !== null && (
          <section
            className="@container alone:group-data-[open=false]/settings:hidden rail:max-w-[760px]"
            aria-labelledby="settings-group"
          >
            <h2 className="mt-1 mb-[6px] text-heading rail:text-[1.5rem]" id="settings-group">
              {text.settings[shown.id].title}
            </h2>
            <shown.Panel />
          </section>
        )}
      </div>
    </Page>
  );
}

function PresentValue({ id }: { id: GroupId }): ReactNode {
  const text = useText();
  const settings = useSettings((all): Settings => all);
  const troubled = useTalk(
    (state) => (restingRole(state) === null ? 0 : 1) + (canHear(state.providers, settings.language) ? 0 : 1),
  );
  const connected = useTalk((state) => state.providers !== null);
  const value = presentValue(id, settings, connected ? troubled : null, text);
  return value === null ? null : <span className="text-small leading-[1.45] wrap-anywhere text-ink-2">{value}</span>;
}

function presentValue(id: GroupId, settings: Settings, troubled: number | null, text: Strings): string | null {
  const { voice, connections, sight } = text.settings;
  switch (id) {
    case "language":
      return LANGUAGE_NAMES[settings.language];
    case "voice":
      return settings.audio
        ? `${voice.rates[rateOf(settings.speakingRate)]} · ${voice.modes[settings.mode]}`
        : voice.silent;
    case "connections":
      if (troubled === null) return text.state.offline;
      return troubled === 0 ? connections.connected : connections.attention(troubled);
    case "sight":
      return `${sight.themes[settings.theme]} · ${settings.captionSize}%`;
    case "persona":
      return settings.persona.name === "" ? text.talking.houseName : settings.persona.name;
    case "kiosk":
    case "about":
    case "calendars":
    case "alerts":
    case "memory":
    case "readings":
    case "keeping":
    case "character":
      return null;
  }
}

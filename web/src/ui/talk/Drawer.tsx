import {
  Calendar,
  Captions,
  Clock,
  Files,
  type LucideIcon,
  MessageSquarePlus,
  Settings2,
  Share,
  Volume2,
  VolumeX,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Segmented } from "../parts/Segmented.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { Slider } from "../parts/Slider.tsx";
import { TalkBar } from "../parts/TalkBar.tsx";
import { go, type Route } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { useCounts } from "./use-counts.ts";
import { useShare } from "./use-share.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";

/** 一覧: the face stays, listening goes on. */
export function Drawer({ press, onClose }: { press: TalkKeyPress; onClose: () => void }): ReactNode {
  const text = useText();
  const counts = useCounts();
  const isNew = useTalk((state) => state.turns.length === 0);
  const tiles: readonly { icon: LucideIcon; label: string; count: string | null; route: Route }[] = [
    { icon: Clock, label: text.menu.history, count: counts.history, route: { page: "history", conversation: null } },
    { icon: Calendar, label: text.agenda.menu, count: counts.today, route: { page: "agenda", day: null } },
    { icon: Files, label: text.menu.documents, count: counts.documents, route: { page: "documents", document: null } },
    { icon: Settings2, label: text.menu.settings, count: null, route: { page: "settings", group: null } },
  ];
  return (
    <Sheet label={text.menu.title} underFace onClose={onClose}>
      <div className="mt-1 grid grid-cols-2 gap-3 short:grid-cols-4 short:gap-2">
        {tiles.map(({ icon: Icon, label, count, route }) => (
          <button
            key={label}
            type="button"
            className="flex min-h-24 flex-col justify-between gap-3 rounded-card border-hair border-line bg-raised p-4 text-start active:bg-sunk short:px-2"
            onClick={() => {
              onClose();
              go(route);
            }}
          >
            <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-[1.0625rem] font-semibold">{label}</span>
              {count !== null && <span className="figures text-small text-ink-2">{count}</span>}
            </span>
          </button>
        ))}
      </div>
      <QuickKeys isNew={isNew} onClose={onClose} />
      <TalkBar press={press} hint={text.hint.alsoListening} />
    </Sheet>
  );
}

/** 字幕 and 音量 open what they set, in the place of the key below; 共有 hands this conversation over. */
function QuickKeys({ isNew, onClose }: { isNew: boolean; onClose: () => void }): ReactNode {
  const { keeping, rest, settings } = useText();
  const { actions } = useServices();
  const [open, setOpen] = useState<"captions" | "volume" | null>(null);
  const captions = useSettings((state) => state.captions);
  const audio = useSettings((state) => state.audio);
  const { told, share } = useShare();
  const toggle = (which: "captions" | "volume"): void => setOpen(open === which ? null : which);
  const { captionModes } = settings.sight;
  return (
    <>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,6.5rem),1fr))] gap-2" data-quick>
        <QuickKey icon={Captions} expanded={open === "captions"} onClick={() => toggle("captions")}>
          {rest.captions}
        </QuickKey>
        <QuickKey icon={audio ? Volume2 : VolumeX} expanded={open === "volume"} onClick={() => toggle("volume")}>
          {rest.volume}
        </QuickKey>
        <QuickKey icon={Share} unavailable={isNew ? rest.shareNothing : undefined} onClick={share}>
          {rest.share}
        </QuickKey>
      </div>
      {open === "captions" && (
        <Segmented
          label={settings.sight.captions}
          value={captions}
          choices={(["voice", "only", "off"] as const).map((value) => ({ value, label: captionModes[value] }))}
          onChange={(value) => actions.settings({ captions: value })}
        />
      )}
      {open === "volume" && <Volume />}
      {open === null && (
        <Button
          disabled={isNew}
          onClick={() => {
            actions.converse(null);
            onClose();
          }}
          icon={MessageSquarePlus}
        >
          {keeping.newConversation}
        </Button>
      )}
      <p className="text-small text-ink-2 empty:hidden" role="status">
        {told}
      </p>
    </>
  );
}

function QuickKey(props: {
  icon: LucideIcon;
  /** It opens something below, and whether it is open. */
  expanded?: boolean;
  /** Why it cannot act, as its name. */
  unavailable?: string | undefined;
  onClick: () => void;
  children: string;
}): ReactNode {
  return (
    <Button
      icon={props.icon}
      className="min-w-0 px-2! aria-expanded:bg-sunk"
      aria-expanded={props.expanded}
      aria-label={props.unavailable}
      disabled={props.unavailable !== undefined}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

function Volume(): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const audio = useSettings((settings) => settings.audio);
  const percent = Math.round(useSettings((settings) => settings.volume) * 100);
  return (
    <div className="flex flex-col gap-2">
      <Slider
        label={text.sound.volume}
        min={0}
        max={100}
        step={5}
        value={percent}
        valueText={`${percent}%`}
        onChange={(value) => actions.settings({ volume: value / 100 })}
      />
      <Button
        aria-pressed={!audio}
        onClick={() => actions.settings({ audio: !audio })}
        icon={audio ? VolumeX : Volume2}
      >
        {audio ? text.menu.voiceOff : text.menu.voiceOn}
      </Button>
    </div>
  );
}

import { Calendar, Clock, Files, MessageSquarePlus, Settings2, Volume2, VolumeX } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { Button } from "../parts/Button.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { TalkBar } from "../parts/TalkBar.tsx";
import { go, type Route } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";

/** 一覧: the face stays, listening goes on. */
export function Drawer({ press, onClose }: { press: TalkKeyPress; onClose: () => void }): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const audio = useSettings((settings) => settings.audio);
  const isNew = useTalk((state) => state.turns.length === 0);
  const VoiceIcon = audio ? Volume2 : VolumeX;
  return (
    <Sheet label={text.menu.title} onClose={onClose}>
      <div className="mt-1 grid grid-cols-2 gap-3 short:grid-cols-4">
        <Tile
          icon={Clock}
          label={text.menu.history}
          route={{ page: "history", conversation: null }}
          onClose={onClose}
        />
        <Tile icon={Calendar} label={text.agenda.menu} route={{ page: "agenda", day: null }} onClose={onClose} />
        <Tile
          icon={Files}
          label={text.menu.documents}
          route={{ page: "documents", document: null }}
          onClose={onClose}
        />
        <Tile icon={Settings2} label={text.menu.settings} route={{ page: "settings", group: null }} onClose={onClose} />
      </div>
      <Button
        disabled={isNew}
        onClick={() => {
          actions.converse(null);
          onClose();
        }}
        icon={MessageSquarePlus}
      >
        {text.keeping.newConversation}
      </Button>
      <Button aria-pressed={!audio} onClick={() => actions.settings({ audio: !audio })} icon={VoiceIcon}>
        {audio ? text.menu.voiceOff : text.menu.voiceOn}
      </Button>
      <TalkBar press={press} hint={text.hint.alsoListening} />
    </Sheet>
  );
}

function Tile(props: {
  icon: ComponentType<{ size: number; strokeWidth: number; "aria-hidden": "true" }>;
  label: string;
  route: Route;
  onClose: () => void;
}): ReactNode {
  const { icon: Icon } = props;
  return (
    <button
      type="button"
      className="flex min-h-26 flex-col justify-between gap-4 rounded-card border-hair border-line bg-raised p-4 text-start text-[1.0625rem] font-semibold active:bg-sunk"
      onClick={() => {
        props.onClose();
        go(props.route);
      }}
    >
      <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
      <span>{props.label}</span>
    </button>
  );
}

import { Calendar, Clock, Files, MessageSquarePlus, Settings2, Volume2, VolumeX } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { Sheet } from "../parts/Sheet.tsx";
import { TalkBar } from "../parts/TalkBar.tsx";
import { go, type Route } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";
import "./drawer.css";

/** 一覧: the face stays, listening goes on. */
export function Drawer({ press, onClose }: { press: TalkKeyPress; onClose: () => void }): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const audio = useSettings((settings) => settings.audio);
  const isNew = useTalk((state) => state.turns.length === 0);
  const VoiceIcon = audio ? Volume2 : VolumeX;
  return (
    <Sheet label={text.menu.title} onClose={onClose}>
      <div className="tiles">
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
      <button
        type="button"
        className="button"
        data-kind="secondary"
        disabled={isNew}
        onClick={() => {
          actions.converse(null);
          onClose();
        }}
      >
        <MessageSquarePlus size={20} strokeWidth={1.75} aria-hidden="true" />
        {text.keeping.newConversation}
      </button>
      <button
        type="button"
        className="button"
        data-kind="secondary"
        aria-pressed={!audio}
        onClick={() => actions.settings({ audio: !audio })}
      >
        <VoiceIcon size={20} strokeWidth={1.75} aria-hidden="true" />
        {audio ? text.menu.voiceOff : text.menu.voiceOn}
      </button>
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
      className="tile"
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

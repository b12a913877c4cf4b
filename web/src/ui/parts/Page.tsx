import { Calendar, ChevronLeft, Clock, Files, Mic, Settings2 } from "lucide-react";
import { type ComponentType, type ReactNode, useCallback } from "react";
import { go, type Route } from "../route.ts";
import { useTalk, useText } from "../services.ts";
import { TalkKey } from "../talk/TalkKey.tsx";
import { useTalkKeyPress } from "../talk/use-talk-key.ts";
import { useTalkShortcuts } from "../talk/use-talk-shortcuts.ts";
import { lightOf } from "../window/look.ts";
import { RoundWindow } from "../window/RoundWindow.tsx";
import { TalkBar } from "./TalkBar.tsx";
import "./page.css";

const TALK: Route = { page: "talk" };
const HISTORY: Route = { page: "history", conversation: null };
const AGENDA: Route = { page: "agenda", day: null };
const DOCUMENTS: Route = { page: "documents", document: null };
const SETTINGS: Route = { page: "settings", group: null };

/** A page beside the talk: a rail on wide frames, the talk bar on others. The keys of the talk work here too; Esc returns. */
export function Page(props: {
  title: string;
  place: "history" | "agenda" | "documents" | "settings";
  /** Where back leads; the talk by default. */
  back?: Route;
  actions?: ReactNode;
  /** What can be said here, beside the talk key. */
  hint?: string;
  /** It takes the whole frame, not a column. */
  wide?: boolean;
  children: ReactNode;
}): ReactNode {
  const text = useText();
  const back = props.back ?? TALK;
  const press = useTalkKeyPress(useCallback(() => go(TALK), []));
  useTalkShortcuts(true, press, { type: () => go(TALK), close: () => go(back), stepSource: () => undefined });
  return (
    <div className="page">
      <main className="page-main">
        <header className={`page-head ${props.wide === true ? "max-w-[1080px] desktop:max-w-none" : ""}`}>
          <button type="button" className="icon-button" aria-label={text.common.back} onClick={() => go(back)}>
            <ChevronLeft size={26} strokeWidth={1.6} aria-hidden="true" />
          </button>
          <h1 className="page-title">{props.title}</h1>
          <div className="page-actions">{props.actions}</div>
        </header>
        {props.children}
      </main>
      <nav className="page-rail" aria-label={text.menu.title}>
        <Portrait />
        <RailKey icon={Mic} label={text.menu.talk} route={TALK} here={false} />
        <RailKey icon={Clock} label={text.menu.history} route={HISTORY} here={props.place === "history"} />
        <RailKey icon={Calendar} label={text.agenda.menu} route={AGENDA} here={props.place === "agenda"} />
        <RailKey icon={Files} label={text.menu.documents} route={DOCUMENTS} here={props.place === "documents"} />
        <RailKey icon={Settings2} label={text.menu.settings} route={SETTINGS} here={props.place === "settings"} />
        <TalkKey press={press} variant="bar" />
      </nav>
      <div className="page-bar">
        <TalkBar press={press} hint={props.hint ?? text.hint.goOn} />
      </div>
    </div>
  );
}

function Portrait(): ReactNode {
  const light = useTalk(lightOf);
  return (
    <span className="portrait">
      <RoundWindow light={light} small />
    </span>
  );
}

function RailKey(props: {
  icon: ComponentType<{ size: number; strokeWidth: number; "aria-hidden": "true" }>;
  label: string;
  route: Route;
  here: boolean;
}): ReactNode {
  const { icon: Icon, here } = props;
  return (
    <button type="button" className="rail-key" aria-current={here ? "page" : undefined} onClick={() => go(props.route)}>
      <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
      {props.label}
    </button>
  );
}

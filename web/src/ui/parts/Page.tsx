import { Calendar, ChevronLeft, Clock, Files, Mic, Settings2 } from "lucide-react";
import { type ComponentType, type ReactNode, useCallback } from "react";
import { go, type Route } from "../route.ts";
import { useText } from "../services.ts";
import { TalkKey } from "../talk/TalkKey.tsx";
import { useTalkKeyPress } from "../talk/use-talk-key.ts";
import { useTalkShortcuts } from "../talk/use-talk-shortcuts.ts";
import { PortraitWindow } from "../window/PortraitWindow.tsx";
import { IconButton } from "./Button.tsx";
import { TalkBar } from "./TalkBar.tsx";

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
  const shortcuts = useTalkShortcuts(true, press, {
    type: () => go(TALK),
    close: () => go(back),
    stepSource: () => undefined,
  });
  return (
    <div className="page absolute inset-0 z-page grid animate-fade grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] bg-paper [--page-start:calc(var(--gutter)+var(--safe-left))] rail:grid-cols-[96px_minmax(0,1fr)] rail:[--page-start:132px] rail:grid-rows-[minmax(0,1fr)]">
      <main className="scroll-py-20 overflow-x-hidden overflow-y-auto overscroll-contain ps-gutter-left pe-gutter-right pt-[calc(24px+var(--safe-top))] pb-8 [:where(&>*)]:mx-auto [:where(&>*)]:max-w-column rail:px-9 rail:[grid-area:1/2] rail:[:where(&>*)]:max-w-[1080px] book:[:where(&>*)]:max-w-none">
        <header
          className={`page-head mb-4 flex min-h-12 flex-wrap items-center gap-1 ${props.wide === true ? "max-w-[1080px] desktop:max-w-none" : ""}`}
        >
          <IconButton
            className="-ms-3"
            label={text.common.back}
            icon={ChevronLeft}
            iconSize={26}
            onClick={() => go(back)}
          />
          <h1 className="min-w-min flex-1 text-title wrap-break-word">{props.title}</h1>
          <div className="page-actions -me-[10px] flex gap-1">{props.actions}</div>
        </header>
        {props.children}
      </main>
      <nav
        className="hidden flex-col items-center gap-2 overflow-y-auto border-e-hair border-line bg-wall pt-[calc(28px+var(--safe-top))] pb-[calc(24px+var(--safe-bottom))] rail:flex rail:[grid-area:1/1] [&>.talk-key]:mt-auto [&>.talk-key]:[--size:64px]"
        aria-label={text.menu.title}
      >
        <PortraitWindow className="-mx-[6px] mb-7" />
        <RailKey icon={Mic} label={text.menu.talk} route={TALK} here={false} />
        <RailKey icon={Clock} label={text.menu.history} route={HISTORY} here={props.place === "history"} />
        <RailKey icon={Calendar} label={text.agenda.menu} route={AGENDA} here={props.place === "agenda"} />
        <RailKey icon={Files} label={text.menu.documents} route={DOCUMENTS} here={props.place === "documents"} />
        <RailKey icon={Settings2} label={text.menu.settings} route={SETTINGS} here={props.place === "settings"} />
        <TalkKey press={press} variant="bar" />
      </nav>
      {shortcuts}
      <section
        aria-label={text.menu.talk}
        className="border-t-hair border-line bg-raised ps-gutter-left pe-gutter-right pt-3 pb-[calc(12px+var(--safe-bottom))] book:ps-[calc(var(--leaf)+var(--hinge)+24px)] rail:hidden"
      >
        <TalkBar press={press} hint={props.hint ?? text.hint.goOn} />
      </section>
    </div>
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
    <button
      type="button"
      className="flex min-h-17 w-19 flex-col items-center justify-center gap-[6px] rounded-card px-1 py-2 text-center text-meta font-medium text-ink-2 hover:text-ink aria-[current]:bg-ink aria-[current]:text-on-ink forced-colors:aria-[current]:outline-2 forced-colors:aria-[current]:-outline-offset-2"
      aria-current={here ? "page" : undefined}
      onClick={() => go(props.route)}
    >
      <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
      {props.label}
    </button>
  );
}

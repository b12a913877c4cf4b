import { EarOff, Keyboard, LayoutGrid, RotateCcw } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { currentTurn } from "./floor.ts";

const KEY =
  "group z-60 flex h-15 min-w-15 flex-col items-center gap-[6px] place-self-center rounded-control pt-2 text-center text-label transition-[color] select-none [-webkit-touch-callout:none] hover:text-ink focus-visible:text-ink active:bg-sunk active:text-ink aria-pressed:bg-sunk aria-pressed:text-ink wide:h-16 wide:w-19 leaflet:h-15 leaflet:w-full leaflet:min-w-0 short:size-15 short:py-[18px]";
const LABEL = "short:sr-only contrast:group-hover:underline";

/** 文字, 別の話, もう一度, 一覧. The inner two appear when they can act; their places stay. */
export function SideKeys({ onType, onMenu }: { onType: () => void; onMenu: () => void }): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const speaking = useTalk((state) => state.phase === "speaking");
  const ignoring = useTalk((state) => state.ignoring);
  const toggles = useSettings((settings) => settings.ignoreToggles);
  const canIgnore = useTalk((state) => state.microphoneOpen || state.ignoring);
  const canRepeat = useTalk((state) => (currentTurn(state.turns)?.assistantText ?? "") !== "");
  const look = `${KEY} ${speaking ? "text-ink-3" : "text-ink-2"}`;
  return (
    <div className="contents">
      <SideKey look={look} place="type" icon={Keyboard} label={text.side.type} onClick={onType} />
      <button
        type="button"
        className={`${look} touch-none ${canIgnore ? "" : "invisible"}`}
        style={{ gridArea: "ignore" }}
        data-place="ignore"
        disabled={!canIgnore}
        aria-pressed={ignoring}
        aria-label={canIgnore ? text.side.ignore : text.sideUnavailable.ignore}
        onPointerDown={(event) => {
          if (toggles) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          actions.ignore(true);
        }}
        onPointerUp={() => !toggles && actions.ignore(false)}
        onPointerCancel={() => !toggles && actions.ignore(false)}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => {
          // Without a pointer a press is a toggle.
          if (toggles || event.detail === 0) actions.ignore(!ignoring);
        }}
      >
        <EarOff size={24} strokeWidth={1.6} aria-hidden="true" />
        <span className={LABEL}>{text.side.ignore}</span>
      </button>
      <SideKey
        look={look}
        place="again"
        icon={RotateCcw}
        label={text.side.again}
        unavailable={canRepeat ? undefined : text.sideUnavailable.again}
        onClick={() => actions.again()}
      />
      <SideKey look={look} place="menu" icon={LayoutGrid} label={text.side.menu} onClick={onMenu} />
    </div>
  );
}

function SideKey(props: {
  look: string;
  place: "type" | "again" | "menu";
  icon: ComponentType<{ size: number; strokeWidth: number; "aria-hidden": "true" }>;
  label: string;
  /** Why it cannot act, as its name. */
  unavailable?: string | undefined;
  onClick: () => void;
}): ReactNode {
  const { icon: Icon, unavailable } = props;
  return (
    <button
      type="button"
      className={`${props.look} ${unavailable === undefined ? "" : "invisible"}`}
      style={{ gridArea: props.place }}
      data-place={props.place}
      disabled={unavailable !== undefined}
      aria-label={unavailable ?? props.label}
      onClick={props.onClick}
    >
      <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
      <span className={LABEL}>{props.label}</span>
    </button>
  );
}

import { EarOff, Keyboard, LayoutGrid, RotateCcw } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { currentTurn } from "./floor.ts";
import "./side-keys.css";

/** 文字, 別の話, もう一度, 一覧. The inner two appear when they can act; their places stay. */
export function SideKeys({ onType, onMenu }: { onType: () => void; onMenu: () => void }): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const speaking = useTalk((state) => state.phase === "speaking");
  const ignoring = useTalk((state) => state.ignoring);
  const toggles = useSettings((settings) => settings.ignoreToggles);
  const canIgnore = useTalk((state) => state.microphoneOpen || state.ignoring);
  const canRepeat = useTalk((state) => (currentTurn(state.turns)?.assistantText ?? "") !== "");
  return (
    <div className="side-keys" data-dim={speaking}>
      <SideKey place="type" icon={Keyboard} label={text.side.type} onClick={onType} />
      <button
        type="button"
        className="side-key"
        data-place="ignore"
        data-shown={canIgnore}
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
        <span className="side-key-label">{text.side.ignore}</span>
      </button>
      <SideKey
        place="again"
        icon={RotateCcw}
        label={text.side.again}
        unavailable={canRepeat ? undefined : text.sideUnavailable.again}
        onClick={() => actions.again()}
      />
      <SideKey place="menu" icon={LayoutGrid} label={text.side.menu} onClick={onMenu} />
    </div>
  );
}

function SideKey(props: {
  place: string;
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
      className="side-key"
      data-place={props.place}
      data-shown={unavailable === undefined}
      disabled={unavailable !== undefined}
      aria-label={unavailable ?? props.label}
      onClick={props.onClick}
    >
      <Icon size={24} strokeWidth={1.6} aria-hidden="true" />
      <span className="side-key-label">{props.label}</span>
    </button>
  );
}

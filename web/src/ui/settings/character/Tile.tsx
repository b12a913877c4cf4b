import { Check, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useBlobUrl } from "../../use-blob-url.ts";
import { RoundWindow } from "../../window/RoundWindow.tsx";

/** One to choose: its picture, name, and a line below. A caution lies over the picture's foot. */
export function Tile(props: {
  group: string;
  name: string;
  note: string;
  /** Itself, or where it lies. */
  picture: Blob | string | null;
  kind: "figure" | "photo" | "window";
  chosen: boolean;
  caution?: string | null;
  onChoose: () => void;
  children?: ReactNode;
}): ReactNode {
  const { kind, chosen } = props;
  return (
    <li className="avatar-tile">
      <label className="avatar-tile-choice">
        <input type="radio" className="unseen" name={props.group} checked={chosen} onChange={props.onChoose} />
        <span className="avatar-tile-frame" data-kind={kind}>
          <Portrait picture={props.picture} kind={kind} />
          {chosen && (
            <span className="avatar-tile-tick">
              <Check size={20} strokeWidth={2} aria-hidden="true" />
            </span>
          )}
          {props.caution && (
            <span className="avatar-tile-caution">
              <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                <path d="M 8 2.5 L 14.2 13.5 H 1.8 Z" fill="none" stroke="currentColor" strokeWidth="1.5" />
              </svg>
              {props.caution}
            </span>
          )}
        </span>
        <span className="avatar-tile-name">{props.name}</span>
        <span className="avatar-tile-note">{props.note}</span>
      </label>
      {props.children}
    </li>
  );
}

function Portrait({
  picture,
  kind,
}: {
  picture: Blob | string | null;
  kind: "figure" | "photo" | "window";
}): ReactNode {
  const made = useBlobUrl(typeof picture === "string" ? null : picture);
  const url = typeof picture === "string" ? picture : made;
  if (kind === "window") {
    return (
      <span className="avatar-tile-window">
        <RoundWindow light="speaking" />
      </span>
    );
  }
  if (url === null) return <UserRound className="avatar-tile-nobody" size={72} strokeWidth={1} aria-hidden="true" />;
  if (kind === "photo") return <img className="avatar-tile-photo" src={url} alt="" />;
  return (
    <>
      <span className="avatar-tile-window">
        <RoundWindow light="listening" />
      </span>
      <img className="avatar-tile-figure" src={url} alt="" />
    </>
  );
}

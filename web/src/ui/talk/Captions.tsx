import {
  type MouseEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { MARK_IN_TEXT, MARK_TARGET } from "../parts/mark.ts";
import { useSettings, useTalk, useText } from "../services.ts";
import { finishedClauses } from "./announce.ts";
import { type Atom, assistantClusters, type Cluster, firstLine, personClusters } from "./caption-words.ts";
import { currentTurn, type Floor } from "./floor.ts";
import { longPress } from "./long-press.ts";
import "./captions.css";

const TENSE =
  "transition-[color] duration-settle ease-settle data-[tense=to-come]:text-ink-3 contrast:data-[tense=to-come]:text-ink";
/** In high contrast what is to come has a line instead of a lighter ink. */
const WORD =
  "contrast:data-[tense=to-come]:underline contrast:data-[tense=to-come]:decoration-dotted contrast:data-[tense=to-come]:decoration-2 contrast:data-[tense=to-come]:underline-offset-[0.28em]";

/** Whoever has the floor has the large type; the other's last words are the small line above. */
export function Captions(props: {
  floor: Floor;
  onMark: (n: number) => void;
  /** Opens what can be done with the words; absent where nothing can. */
  onAct?: (() => void) | undefined;
}): ReactNode {
  const { floor, onMark, onAct } = props;
  const text = useText();
  const audio = useSettings((settings) => settings.audio);
  const captions = useSettings((settings) => settings.captions);
  if (floor.who === "nobody") return null;
  const said = floor.who === "assistant" ? floor.said : "";
  return (
    <>
      {captions !== "off" && (
        <>
          <p className="said" lang={floor.lang} key={`said ${floor.key}`}>
            {said}
          </p>
          <Caption floor={floor} label={text.common.captions} onMark={onMark} onAct={onAct} />
        </>
      )}
      {(!audio || captions === "only") && <Told floor={floor} />}
    </>
  );
}

/** Without the voice a screen reader tells the answer: each clause once, when it is whole. */
function Told({ floor }: { floor: Floor }): ReactNode {
  const whole = useTalk(({ turns }) => floor.who === "assistant" && currentTurn(turns)?.assistantFinal === true);
  const clauses = floor.who === "assistant" ? finishedClauses(floor.text, whole) : [];
  return (
    <div className="unseen" role="log" aria-live="polite" lang={floor.who === "nobody" ? undefined : floor.lang}>
      {clauses.map((clause, at) => (
        // Clauses are only ever added at the end, so a place is a key.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <p key={at}>{clause}</p>
      ))}
    </div>
  );
}

type Spoken = Exclude<Floor, { who: "nobody" }>;

interface CaptionProps {
  floor: Spoken;
  label: string;
  onMark: (n: number) => void;
  onAct: (() => void) | undefined;
}

function Caption({ floor, label, onMark, onAct }: CaptionProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { who, text, lang } = floor;
  const clusters = useMemo(
    () => (who === "person" ? personClusters(text, lang) : assistantClusters(text, lang)),
    [who, text, lang],
  );
  const settled = who === "person" ? floor.settledLength : floor.heardLength;
  useLineByLine(box, who, settled, text);
  const acting = useActing(onAct);
  return (
    <div
      className="caption"
      ref={box}
      role="log"
      aria-live="off"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a log that scrolls has to be reachable without a pointer
      tabIndex={0}
      lang={lang}
      {...acting}
    >
      <p className="caption-text" data-who={who} key={`${who} ${floor.key}`}>
        {clusters.map((cluster, at) => (
          // Words are only ever added at the end, so a place in the text is a key.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <ClusterView key={at} cluster={cluster} settled={settled} onMark={onMark} />
        ))}
      </p>
    </div>
  );
}

function ClusterView(props: { cluster: Cluster; settled: number; onMark: (n: number) => void }): ReactNode {
  const { cluster, settled, onMark } = props;
  const atoms = cluster.map((atom) => <AtomView key={atom.to} atom={atom} settled={settled} onMark={onMark} />);
  return cluster.length === 1 ? atoms[0] : <span className="whitespace-nowrap">{atoms}</span>;
}

function AtomView(props: { atom: Atom; settled: number; onMark: (n: number) => void }): ReactNode {
  const { atom, settled, onMark } = props;
  const text = useText();
  if (atom.kind === "break") return <br />;
  const tense = atom.to <= settled ? "settled" : "to-come";
  if (atom.kind === "word")
    return (
      <span className={`${TENSE} ${WORD}`} data-tense={tense}>
        {atom.text}
      </span>
    );
  return (
    <button
      type="button"
      className={`${MARK_IN_TEXT} ${MARK_TARGET} ${TENSE}`}
      data-tense={tense}
      aria-label={text.sources.mark(atom.n)}
      onClick={() => onMark(atom.n)}
    >
      {atom.n}
    </button>
  );
}

/** A resting finger, the other button of a mouse and the key for it open the menu; selected words keep the browser's own. */
function useActing(onAct: (() => void) | undefined) {
  const act = useEffectEvent(() => onAct?.());
  const [press] = useState(() => longPress(() => act()));
  useEffect(() => press.end, [press]);
  if (onAct === undefined) return {};
  return {
    onPointerDown: press.down,
    onPointerMove: press.move,
    onPointerUp: press.end,
    onPointerCancel: press.end,
    onClickCapture: (event: MouseEvent) => {
      if (!press.takesClick()) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onContextMenu: (event: MouseEvent) => {
      if (window.getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      onAct();
    },
  };
}

/** Keeps whole lines in the box and lets the oldest leave by one line; nothing else moves. */
function useLineByLine(
  box: React.RefObject<HTMLDivElement | null>,
  who: Spoken["who"],
  settled: number,
  text: string,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout depends on the words and on what is settled
  useLayoutEffect(() => {
    const element = box.current;
    const words = element?.firstElementChild;
    if (element === null || !(words instanceof HTMLElement)) return;
    const lineHeight = Number.parseFloat(getComputedStyle(words).lineHeight);
    if (!(lineHeight > 0)) return;
    const total = Math.round(words.offsetHeight / lineHeight);
    const heard = who === "assistant" ? words.querySelectorAll<HTMLElement>('[data-tense="settled"]') : null;
    const last = heard?.item(heard.length - 1);
    const current = heard === null ? total - 1 : last == null ? 0 : Math.floor(last.offsetTop / lineHeight);
    const top = firstLine(total, current, Math.floor((element.clientHeight + 1) / lineHeight)) * lineHeight;
    const moved = top - element.scrollTop;
    if (Math.abs(moved) < 1) return;
    element.scrollTop = top;
    if (moved !== lineHeight) return;
    const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (reduced) return;
    words.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], {
      duration: 180,
      easing: "cubic-bezier(0.3, 0, 0.3, 1)",
    });
  }, [box, who, settled, text]);
}

import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { ofDocuments } from "../../knowledge/citation-kind.ts";
import type { Phase } from "../../session/talk.ts";
import { useLookAtToday } from "../agenda/use-today.ts";
import { FirstRun } from "../first/FirstRun.tsx";
import { TYPE_ASKED } from "../launch.ts";
import { later } from "../parts/later.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { AboutChip } from "./AboutChip.tsx";
import { AtRest } from "./AtRest.tsx";
import { afterFirstPaint } from "./after-first-paint.ts";
import { activeCitation, currentTurn, showsKept } from "./floor.ts";
import { Glance } from "./Glance.tsx";
import { Memos } from "./Memos.tsx";
import { ProblemPanel } from "./ProblemPanel.tsx";
import { describeProblem, type ProblemId, problemOf } from "./problems.ts";
import { SideKeys } from "./SideKeys.tsx";
import { Sill } from "./Sill.tsx";
import { Sources } from "./Sources.tsx";
import { type Figure, Stage } from "./Stage.tsx";
import { StateLine } from "./StateLine.tsx";
import { noticeToTell } from "./state-word.ts";
import { surroundings } from "./surroundings.ts";
import { TalkKey } from "./TalkKey.tsx";
import { Typing } from "./Typing.tsx";
import { useFloor } from "./use-floor.ts";
import { useTalkKeyPress } from "./use-talk-key.ts";
import { useTalkShortcuts } from "./use-talk-shortcuts.ts";
import { useTouchToStop } from "./use-touch-to-stop.ts";
import "./talk.css";

/** Without these mended there is nothing to be welcomed to; the microphone and the pairing have steps of their own. */
const STANDS_BEFORE_WELCOME: ReadonlySet<ProblemId> = new Set<ProblemId>(["replaced", "origin", "outdated"]);

/** Nothing has been said when the page opens. */
const Captions = later(async () => (await import("./Captions.tsx")).Captions);
const Drawer = later(async () => (await import("./Drawer.tsx")).Drawer);
const LastTurn = later(async () => (await import("../turns/LastTurn.tsx")).LastTurn);
const Passage = later(async () => (await import("./Passage.tsx")).Passage);

/** What the field begins with; each begins a field of its own. */
interface Draft {
  words: string;
  nth: number;
}

/** A person in front of a round window, behind a desk. */
export function Talk({ figure, shown }: { figure: Figure | null; shown: boolean }): ReactNode {
  const text = useText();
  const { talk } = useServices();
  const language = useSettings((settings) => settings.language);
  const [typing, setTyping] = useState(false);
  const [draft, setDraft] = useState<Draft>({ words: "", nth: 0 });
  const [acting, setActing] = useState(false);
  const [menu, setMenu] = useState(false);
  const [passage, setPassage] = useState<number | null>(null);
  const [waved, setWaved] = useState<ProblemId | null>(null);
  const [pictureMissing, setPictureMissing] = useState(false);
  const [showing, setShowing] = useState<Phase | null>(null);
  const problemId = useTalk((state) => problemOf(state, language));
  const captions = useSettings((settings) => settings.captions);
  const welcomed = useSettings((settings) => settings.welcomed);
  const welcoming = !welcomed && (problemId === null || !STANDS_BEFORE_WELCOME.has(problemId));
  const floor = useFloor(language);
  const waiting = useTalk(showsKept);
  const last = useTalk(({ turns }) => currentTurn(turns));
  const canAct = last !== undefined && (last.end !== null || last.assistantText !== "");
  const openMenu = useCallback(() => setActing(true), []);
  const around = useMemo(surroundings, []);
  const showWay = useCallback(() => setWaved(null), []);
  const followPicture = useCallback((isThere: boolean) => setPictureMissing(!isThere), []);
  const press = useTalkKeyPress(showWay);
  const type = useCallback(() => {
    setTyping(true);
    setWaved(problemOf(talk.getState(), language));
  }, [talk, language]);
  useEffect(() => {
    const open = (event: Event): void => {
      const words: unknown = event instanceof CustomEvent ? event.detail : null;
      if (typeof words === "string") setDraft(({ nth }) => ({ words, nth: nth + 1 }));
      type();
    };
    window.addEventListener(TYPE_ASKED, open);
    return () => window.removeEventListener(TYPE_ASKED, open);
  }, [type]);
  const citations = floor.who === "assistant" ? floor.citations : [];
  const active = activeCitation(floor);
  const lang = floor.who === "nobody" ? language : floor.lang;
  const stepSource = useCallback(
    (step: number) => {
      const at = citations.findIndex((citation) => citation.n === (passage ?? active));
      const next = citations[Math.max(0, at + (passage === null ? 0 : step))];
      if (next !== undefined && next.conversation === undefined) setPassage(next.n);
    },
    [citations, passage, active],
  );
  /** What was said before is in the history, the rest in its document. */
  const openSource = useCallback(
    (n: number) => {
      const said = citations.find((citation) => citation.n === n)?.conversation;
      if (said === undefined) setPassage(n);
      else go({ page: "history", conversation: said.session_id });
    },
    [citations],
  );
  const closeField = (): void => {
    setTyping(false);
    setDraft(({ nth }) => ({ words: "", nth }));
  };
  const shortcuts = useTalkShortcuts(shown && !welcoming && passage === null && !menu && !acting, press, {
    type,
    stepSource,
    close: closeField,
  });

  useEffect(() => {
    void afterFirstPaint(window).then(() => {
      for (const part of [Captions, LastTurn, Passage, Drawer]) part.fetch();
    });
  }, []);
  useLookAtToday(shown && !welcoming);
  const touch = useTouchToStop();
  const problem = problemId === null || problemId === waved ? null : describeProblem(problemId, text, around);
  const mode = problem !== null || welcoming ? "problem" : typing ? "typing" : "talk";
  return (
    <main
      className="talk"
      data-mode={mode}
      data-who={floor.who}
      data-captions={captions}
      hidden={!shown}
      onPointerDown={touch}
    >
      {welcoming ? (
        <FirstRun onPhase={setShowing} onType={type} />
      ) : problem === null ? (
        <>
          {!typing && <TalkKey press={press} />}
          <StateLine />
          {waiting ? (
            <Memos />
          ) : floor.who === "nobody" ? (
            <AtRest pictureMissing={pictureMissing} />
          ) : (
            <>
              <Captions floor={floor} onMark={openSource} onAct={canAct ? openMenu : undefined} />
              {last !== undefined && canAct && (
                <LastTurn key={last.key} turn={last} held={{ open: acting, onOpenChange: setActing }} />
              )}
            </>
          )}
          {!waiting && floor.who !== "nobody" && (
            <>
              <Sources turn={floor.key} citations={citations} active={active} onOpen={openSource} />
              {citations.length === 0 && <NoticeLine pictureMissing={pictureMissing} />}
            </>
          )}
          {typing ? (
            <Typing key={draft.nth} draft={draft.words} press={press} onClose={closeField} />
          ) : (
            <SideKeys onType={type} onMenu={() => setMenu(true)} />
          )}
          {!typing && <Glance resting={floor.who === "nobody"} />}
        </>
      ) : (
        <ProblemPanel problem={problem} onType={type} secureAddress={around.secureAddress} />
      )}
      {problem === null && !welcoming && <AboutChip />}
      <Sill />
      <Stage figure={figure} onPicture={followPicture} showing={showing} />
      {shortcuts}
      {menu && <Drawer press={press} onClose={() => setMenu(false)} />}
      {passage !== null && (
        <Passage
          turn={floor.who === "assistant" ? floor.key : null}
          citations={ofDocuments(citations)}
          n={passage}
          answer={floor.who === "assistant" ? floor.text : ""}
          lang={lang}
          onChange={setPassage}
          onClose={() => setPassage(null)}
        />
      )}
    </main>
  );
}

/** The newest thing that is not as it should be, in one sentence, where the sources would stand. */
function NoticeLine({ pictureMissing }: { pictureMissing: boolean }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const updating = useStore(useServices().update, (update) => update.ready);
  const sentence = useTalk((state) => {
    const notice = noticeToTell(state, text);
    if (notice !== null) return notice;
    if (updating) return text.hint.updateReady;
    if (state.unread.length > 0) return text.offline.answered(state.unread.length);
    return pictureMissing ? text.hint.noPicture : null;
  });
  return sentence === null ? null : (
    <p
      className="relative z-50 line-clamp-2 self-center text-small text-ink-2 [grid-column:words] [grid-row:sources] beside:self-start"
      lang={language}
    >
      {sentence}
    </p>
  );
}

import type { ReactNode } from "react";
import { sharesHistory } from "../../../history/sharing/sharing.ts";
import { SharingLine } from "../../history/SharingLine.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { LEAD } from "../classes.ts";
import { ArchiveSection } from "./ArchiveSection.tsx";
import { RoomSection } from "./RoomSection.tsx";

/** 会話の保管: the history taken along as a file, and back. */
export function KeepingGroup(): ReactNode {
  const { keeping: words } = useText();
  const { actions } = useServices();
  const isShared = useSettings(sharesHistory);
  return (
    <>
      <p className={LEAD}>{words.lead}</p>
      <RoomSection />
      <Switch
        label={words.share}
        note={words.shareNote}
        on={isShared}
        onChange={(on) => actions.settings({ share: on })}
      />
      <SharingLine isQuiet={false} />
      <ArchiveSection />
    </>
  );
}

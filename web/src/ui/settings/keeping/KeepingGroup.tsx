import type { ReactNode } from "react";
import { useText } from "../../services.ts";
import { ArchiveSection } from "./ArchiveSection.tsx";

/** 会話の保管: the history taken along as a file, and back. */
export function KeepingGroup(): ReactNode {
  const { keeping: words } = useText();
  return (
    <>
      <p className="settings-lead">{words.lead}</p>
      <ArchiveSection />
    </>
  );
}

import type { DocumentStatus } from "@hisho/protocol";
import { BookOpen, FileSpreadsheet, FileText, Globe, Presentation } from "lucide-react";
import type { ComponentType, ReactNode } from "react";

type Icon = ComponentType<{ size: number; strokeWidth: number; "aria-hidden": "true" }>;

const BY_ENDING: readonly [RegExp, Icon][] = [
  [/^https?:/i, Globe],
  [/\.(xlsx|csv|tsv)$/i, FileSpreadsheet],
  [/\.pptx$/i, Presentation],
  [/\.(epub|docx)$/i, BookOpen],
];

/** What kind of document it is, beside its name. */
export function KindIcon({ source }: Pick<DocumentStatus, "source">): ReactNode {
  const Icon = BY_ENDING.find(([ending]) => ending.test(source))?.[1] ?? FileText;
  return <Icon size={24} strokeWidth={1.6} aria-hidden="true" />;
}

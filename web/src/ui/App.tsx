import "./styles/colours.css";
import "./styles/type.css";
import "./styles/theme.css";
import "./styles/base.css";

import { lazy, type ReactNode, Suspense } from "react";
import { useStore } from "zustand";
import { useAppearance } from "./appearance.ts";
import { DroppedModels } from "./drops/DroppedModels.tsx";
import { Launches } from "./drops/Launches.tsx";
import { routeOf, useHash } from "./route.ts";
import { useServices } from "./services.ts";
import type { Figure } from "./talk/Stage.tsx";
import { Talk } from "./talk/Talk.tsx";

const HistoryPage = lazy(async () => ({ default: (await import("./history/HistoryPage.tsx")).HistoryPage }));
const DocumentsPage = lazy(async () => ({ default: (await import("./documents/DocumentsPage.tsx")).DocumentsPage }));
const KioskScreen = lazy(async () => ({ default: (await import("./kiosk/KioskScreen.tsx")).KioskScreen }));
const AgendaPage = lazy(async () => ({ default: (await import("./agenda/AgendaPage.tsx")).AgendaPage }));
const OperatorPage = lazy(async () => ({ default: (await import("./operator/OperatorPage.tsx")).OperatorPage }));
const SettingsPage = lazy(async () => ({ default: (await import("./settings/SettingsPage.tsx")).SettingsPage }));

/** The talk is always there; history, documents and settings lie over it with its bar. */
export function App({ figure }: { figure: Figure | null }): ReactNode {
  useAppearance();
  const route = routeOf(useHash());
  const isReception = useStore(useServices().kiosk.store, ({ settings, unlocked }) => settings.on && !unlocked);
  if (isReception) {
    return (
      <Suspense>
        <KioskScreen figure={figure} />
      </Suspense>
    );
  }
  return (
    <>
      <DroppedModels />
      <Talk figure={figure} shown={route.page === "talk"} />
      <Launches />
      <Suspense>
        {route.page === "history" && <HistoryPage conversation={route.conversation} />}
        {route.page === "documents" && <DocumentsPage document={route.document} />}
        {route.page === "agenda" && <AgendaPage day={route.day} />}
        {route.page === "operator" && <OperatorPage />}
        {route.page === "settings" && <SettingsPage group={route.group} />}
      </Suspense>
    </>
  );
}

import type { KeptPushSubscription } from "@hisho/protocol";
import { useCallback, useEffect, useMemo, useState } from "react";
import { browserPush } from "../../alerts/push.ts";
import { useServices, useSettings, useTalk } from "../../services.ts";

export interface PushView {
  /** This browser's id among those that are told; null where it is not. */
  own: string | null;
  /** Null while the relay has not said. */
  told: readonly KeptPushSubscription[] | null;
  isBusy: boolean;
  /** The last wish came to nothing. */
  failed: boolean;
  choose: (on: boolean) => void;
  revoke: (id: string) => void;
}

/** Who is told while no page is open. @param allowed asks the browser's leave, where it has not been given */
export function usePush(allowed: () => Promise<boolean>): PushView {
  const { settings } = useServices();
  const language = useSettings((state) => state.language);
  const isConnected = useTalk((state) => state.connection.state === "open");
  const push = useMemo(() => browserPush(() => settings.getState().token), [settings]);
  const [own, setOwn] = useState<string | null>(null);
  const [told, setTold] = useState<readonly KeptPushSubscription[] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  const look = useCallback(async (): Promise<void> => {
    const [mine, all] = await Promise.all([push.own(), push.list()]);
    setOwn(mine);
    setTold(all);
  }, [push]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection may be to a relay that was told of others
  useEffect(() => void look(), [look, isConnected]);

  const wish = async (work: () => Promise<boolean>): Promise<void> => {
    setBusy(true);
    setFailed(!(await work()));
    await look();
    setBusy(false);
  };
  const chosen = async (on: boolean): Promise<boolean> => {
    if (on) return (await allowed()) && push.on(language);
    await push.off();
    return true;
  };
  return {
    // Told no more where another device took it back, or its own token was: the next visit ends it here, too.
    own: told === null || told.some(({ id }) => id === own) ? own : null,
    told,
    isBusy,
    failed,
    choose: (on) => void wish(() => chosen(on)),
    revoke: (id) => void wish(() => push.revoke(id)),
  };
}

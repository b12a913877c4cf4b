import { useEffect } from "react";
import { useServices } from "../../services.ts";
import { askEars } from "./model-client.ts";

/** Once a recogniser has come, the page believes what the relay hears by now, without a new session. */
export function useNewEars(come: boolean): void {
  const { talk } = useServices();
  useEffect(() => {
    if (!come) return;
    const abort = new AbortController();
    const learn = async (): Promise<void> => {
      const languages = await askEars(abort.signal);
      const { providers, notices } = talk.getState();
      if (languages === null || providers === null) return;
      talk.setState({
        providers: { ...providers, stt: { ...providers.stt, languages: [...languages] } },
        notices: notices.filter((notice) => notice.kind !== "relay" || notice.code !== "stt_language"),
      });
    };
    learn().catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    });
    return () => abort.abort();
  }, [come, talk]);
}

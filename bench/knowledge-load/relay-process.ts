/** The relay under measurement, in a process of its own: scripted people's providers, real embedding and vectors. */
import { createEmbeddedEmbedding } from "@hisho/providers/retrieval/embedded-embedding.ts";
import { createVectorStore } from "@hisho/providers/retrieval/vector-store.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { Metrics } from "@hisho/relay/metrics.ts";
import { SCRIPTS } from "../relay/scenario.ts";
import { serveMeasurer } from "../relay/under-measure.ts";
import { startRelay } from "../start-relay.ts";

/** Asked of the documents in every turn. */
const QUESTION = "How many lanterns does the harbour master keep behind the old lighthouse?";

const relay = await startRelay({
  createProviders({ dataDirectory }) {
    const embedding = createEmbeddedEmbedding();
    const path = `${dataDirectory}/faiss/index.bin`;
    const vectorStore = createVectorStore({ backend: "auto", path, dimensions: embedding.dimensions });
    const scripted = createScriptedProviders({ ...SCRIPTS.tax, stt: { ...SCRIPTS.tax.stt, text: QUESTION } });
    return { ...scripted, embedding, vectorStore };
  },
  metrics: new Metrics({ process: false }),
  maxUploadBytes: 64 * 1024 * 1024,
});
serveMeasurer(relay.port, () => relay.stop());

/** Recordings beside the repository, read as the browser reads any sound. */
const recordings = import.meta.glob<string>("../../../shared/speech/*.wav", { query: "?url", import: "default" });

/** `name` at 48 kHz mono; undefined where the recordings are not there. */
export async function recording(name: string): Promise<Float32Array<ArrayBuffer> | undefined> {
  const load = Object.entries(recordings).find(([path]) => path.endsWith(`/${name}`))?.[1];
  if (load === undefined) return undefined;
  const bytes = await (await fetch(await load())).arrayBuffer();
  const decoded = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes);
  return decoded.getChannelData(0).slice();
}

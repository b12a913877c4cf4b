/**
 * Asks for a context once and gives it back at once.
 * @returns the renderer's name (empty where the browser keeps it to itself), or null without WebGL 2
 */
export function probeWebGl(): { renderer: string } | null {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (gl === null) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer: unknown = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return { renderer: typeof renderer === "string" ? renderer : "" };
}

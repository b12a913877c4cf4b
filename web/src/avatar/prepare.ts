/** What the graphics card needs of a model goes there piece by piece, before the first frame that shows it. */
import type { Camera, Material, Mesh, Object3D, Scene, Texture, WebGLRenderer } from "three";
import { texturesOf } from "./load.ts";
import { yieldToPage } from "./slices.ts";

/** Where the model will be drawn: its lights decide what is compiled. */
export interface View {
  gl: WebGLRenderer;
  scene: Scene;
  camera: Camera;
}

/** A page that is not seen draws no frames. */
const nextTurn = (): Promise<unknown> =>
  document.hidden ? yieldToPage() : new Promise((resolve) => requestAnimationFrame(resolve));

/** Resolves when the card has done what it was asked until now, so that asking it for more makes nobody wait. */
async function settled(gl: WebGLRenderer): Promise<void> {
  const context = gl.getContext() as WebGL2RenderingContext;
  const fence = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
  if (fence === null) return; // the context is lost
  context.flush();
  do await nextTurn();
  while (context.getSyncParameter(fence, context.SYNC_STATUS) === context.UNSIGNALED);
  context.deleteSync(fence);
}

const visibleOf = ({ material }: Mesh): Material[] => [material].flat().filter(({ visible }) => visible);

/** Shaders of all meshes. A browser without KHR_parallel_shader_compile cannot tell which of them are ready. */
async function compile(meshes: readonly Mesh[], { gl, scene, camera }: View, signal: AbortSignal): Promise<void> {
  const compiling: Promise<unknown>[] = [];
  const tells = gl.extensions.has("KHR_parallel_shader_compile");
  for (const mesh of meshes) {
    await yieldToPage();
    signal.throwIfAborted();
    const { material } = mesh;
    // Nothing is compiled for outlines that are not drawn.
    mesh.material = visibleOf(mesh);
    if (tells) compiling.push(gl.compileAsync(mesh, camera, scene));
    else gl.compile(mesh, camera, scene);
    mesh.material = material;
  }
  await Promise.all(compiling);
  await settled(gl);
}

/** The rest of each mesh, by a frame of the view in which it stands with nothing of it drawn. */
async function upload(model: Object3D, meshes: readonly Mesh[], view: View, signal: AbortSignal): Promise<void> {
  const { gl, scene, camera } = view;
  const hidden = meshes.filter(({ visible }) => visible);
  for (const mesh of hidden) mesh.visible = false;
  try {
    for (const mesh of hidden) {
      await settled(gl);
      signal.throwIfAborted();
      const { start, count } = mesh.geometry.drawRange;
      mesh.visible = true;
      mesh.geometry.setDrawRange(0, 0);
      scene.add(model);
      gl.render(scene, camera);
      scene.remove(model);
      mesh.geometry.setDrawRange(start, count);
      mesh.visible = false;
    }
  } finally {
    for (const mesh of hidden) mesh.visible = true;
  }
}

/**
 * Compiles, then sends one texture a frame and one mesh at a time. What is on the view stays as it is meanwhile.
 * @param model in no scene yet, its outlines as they will be drawn
 * @throws an `AbortError` when `signal` fires
 */
export async function prepare(model: Object3D, view: View, signal: AbortSignal): Promise<void> {
  const meshes: Mesh[] = [];
  model.traverse((object) => {
    if ((object as Mesh).isMesh) meshes.push(object as Mesh);
  });
  await compile(meshes, view, signal);
  const textures = new Set<Texture>(meshes.flatMap(visibleOf).flatMap(texturesOf));
  for (const texture of textures) {
    await nextTurn();
    signal.throwIfAborted();
    view.gl.initTexture(texture);
  }
  await upload(model, meshes, view, signal);
}

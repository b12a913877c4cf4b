/** Run in a page that is about to be looked at. */

/** A browser that keeps its renderer to itself draws as it would with a graphics card. */
export const hideRenderer = (): void => {
  const original = WebGL2RenderingContext.prototype.getExtension as (name: string) => unknown;
  WebGL2RenderingContext.prototype.getExtension = function (this: WebGL2RenderingContext, name: string) {
    return name === "WEBGL_debug_renderer_info" ? null : original.call(this, name);
  } as typeof WebGL2RenderingContext.prototype.getExtension;
  // Then the page asks on this thread, where the above counts.
  Object.defineProperty(window, "OffscreenCanvas", { value: undefined });
};

/** Whatever comes to an end is brought to it: sheets are up, colours have changed, and those that follow an inherited one too. */
export const settled = async (): Promise<void> => {
  // No function of its own gets a name here: the page does not know the helper that gives it one.
  for (;;) {
    const left = document
      .getAnimations()
      .filter(({ playState, effect }) => playState === "running" && effect?.getComputedTiming().endTime !== Infinity);
    if (left.length === 0) return;
    for (const animation of left) animation.finish();
    await new Promise(requestAnimationFrame);
  }
};

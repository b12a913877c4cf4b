/** Run in a page that is about to be looked at. */

/** A browser that keeps its renderer to itself draws as it would with a graphics card. */
export const hideRenderer = (): void => {
  const original = WebGL2RenderingContext.prototype.getExtension as (name: string) => unknown;
  WebGL2RenderingContext.prototype.getExtension = function (this: WebGL2RenderingContext, name: string) {
    return name === "WEBGL_debug_renderer_info" ? null : original.call(this, name);
  } as typeof WebGL2RenderingContext.prototype.getExtension;
};

/** Whatever comes to an end has come to it: sheets are up, colours have changed. */
export const settled = async (): Promise<void> => {
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
};

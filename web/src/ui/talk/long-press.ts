/** A finger that rests on something, told from one that scrolls it or taps it. Not every browser asks for a menu then. */

/** As long as systems take. */
const HOLD_MS = 500;
/** A finger that rests still trembles. */
const SLACK_PX = 10;

/** What is read of a pointer event, CSS pixels of the window. */
export interface Touch {
  pointerType: string;
  clientX: number;
  clientY: number;
}

export interface LongPress {
  down(touch: Touch): void;
  move(touch: Touch): void;
  /** Lifted, or taken by the browser for scrolling. */
  end(): void;
  /** Whether the click that follows belongs to the press; asked once. */
  takesClick(): boolean;
}

/** @param act what a rest of half a second does; a mouse and a pen have a button for it */
export function longPress(act: () => void): LongPress {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: Touch | null = null;
  let acted = false;
  const end = (): void => {
    clearTimeout(timer);
    from = null;
  };
  return {
    down(touch) {
      end();
      acted = false;
      if (touch.pointerType !== "touch") return;
      from = touch;
      timer = setTimeout(() => {
        from = null;
        acted = true;
        act();
      }, HOLD_MS);
    },
    move(touch) {
      if (from === null) return;
      if (Math.hypot(touch.clientX - from.clientX, touch.clientY - from.clientY) > SLACK_PX) end();
    },
    end,
    takesClick() {
      const takes = acted;
      acted = false;
      return takes;
    },
  };
}

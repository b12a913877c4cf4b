import { Check, EllipsisVertical, type LucideIcon } from "lucide-react";
import * as DropdownMenu from "radix-ui/dropdown-menu";
import { type ReactNode, useRef } from "react";
import { IconButton } from "./Button.tsx";

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  tone?: "remove";
  disabled?: boolean;
  /** For what is on or off. */
  checked?: boolean;
  /** What it opens takes the focus, so it waits until the menu has let go of it. */
  takesFocus?: boolean;
  onSelect: () => void;
}

const ITEM =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-segment px-3 py-1 outline-none data-disabled:text-ink-3 data-highlighted:bg-ink data-highlighted:text-on-ink forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:-outline-offset-2 kiosk:min-h-18";

/**
 * What else can be done with a thing, behind its three dots.
 * @param icon in place of the dots
 * @param held whether it is open, for who has to know
 */
export function Menu(props: {
  label: string;
  items: readonly MenuItem[];
  icon?: LucideIcon;
  held?: { open: boolean; onOpenChange: (open: boolean) => void };
}): ReactNode {
  const { label, items, icon = EllipsisVertical, held } = props;
  const waiting = useRef<(() => void) | null>(null);
  return (
    <DropdownMenu.Root {...held}>
      <DropdownMenu.Trigger asChild>
        <IconButton label={label} icon={icon} iconSize={20} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          onCloseAutoFocus={(event) => {
            if (waiting.current === null) return;
            event.preventDefault();
            waiting.current();
            waiting.current = null;
          }}
          sideOffset={4}
          collisionPadding={12}
          className="z-alarm min-w-52 rounded-control border-hair border-edge bg-raised p-1 shadow-dialog"
        >
          {items.map(({ label: words, icon: Icon, tone, disabled = false, checked, takesFocus, onSelect }) => {
            const className = `${ITEM} ${tone === "remove" ? "text-shu-text" : ""}`;
            return checked === undefined ? (
              <DropdownMenu.Item
                key={words}
                disabled={disabled}
                onSelect={() => {
                  if (takesFocus) waiting.current = onSelect;
                  else onSelect();
                }}
                className={className}
              >
                <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
                {words}
              </DropdownMenu.Item>
            ) : (
              <DropdownMenu.CheckboxItem
                key={words}
                checked={checked}
                disabled={disabled}
                onSelect={onSelect}
                className={className}
              >
                <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
                {words}
                <DropdownMenu.ItemIndicator className="ms-auto">
                  <Check size={20} strokeWidth={1.75} aria-hidden="true" />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.CheckboxItem>
            );
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

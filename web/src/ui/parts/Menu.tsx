import { EllipsisVertical, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./Button.tsx";

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  tone?: "remove";
  disabled?: boolean;
  onSelect: () => void;
}

/** What else can be done with a thing, behind its three dots. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }): ReactNode {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton label={label} icon={EllipsisVertical} iconSize={20} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={12}
          className="z-alarm min-w-52 rounded-control border-hair border-edge bg-raised p-1 shadow-dialog"
        >
          {items.map(({ label: words, icon: Icon, tone, disabled, onSelect }) => (
            <DropdownMenu.Item
              key={words}
              disabled={disabled ?? false}
              onSelect={onSelect}
              className={`flex min-h-11 cursor-pointer items-center gap-3 rounded-segment px-3 py-1 outline-none data-disabled:text-ink-3 data-highlighted:bg-ink data-highlighted:text-on-ink kiosk:min-h-18 ${tone === "remove" ? "text-shu-text" : ""}`}
            >
              <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
              {words}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

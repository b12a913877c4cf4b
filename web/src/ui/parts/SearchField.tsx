import { Search, X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useText } from "../services.ts";
import { IconButton } from "./Button.tsx";
import { useSearchKey } from "./use-search-key.ts";

/** Words to look for; `/` leads into it. */
export function SearchField(props: { label: string; query: string; onChange: (query: string) => void }): ReactNode {
  const text = useText();
  const { label, query, onChange } = props;
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(field);
  return (
    <search className="relative block [&>svg]:absolute [&>svg]:start-4 [&>svg]:top-[14px] [&>svg]:text-ink-2">
      <Search size={20} strokeWidth={1.75} aria-hidden="true" />
      <input
        ref={field}
        className="block h-12 w-full appearance-none rounded-control border-hair border-edge bg-raised ps-[46px] pe-12 text-body focus-visible:outline-2 focus-visible:-outline-offset-2 [&::-webkit-search-cancel-button]:hidden"
        type="search"
        value={query}
        placeholder={label}
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
      />
      {query !== "" && (
        <IconButton
          className="absolute end-[2px] top-[2px]"
          label={text.history.clear}
          icon={X}
          iconSize={20}
          onClick={() => onChange("")}
        />
      )}
    </search>
  );
}

import { Search, X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useText } from "../services.ts";
import { useSearchKey } from "./use-search-key.ts";
import "./search-field.css";

/** Words to look for; `/` leads into it. */
export function SearchField(props: { label: string; query: string; onChange: (query: string) => void }): ReactNode {
  const text = useText();
  const { label, query, onChange } = props;
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(field);
  return (
    <search className="search-field">
      <Search size={20} strokeWidth={1.75} aria-hidden="true" />
      <input
        ref={field}
        className="field"
        type="search"
        value={query}
        placeholder={label}
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
      />
      {query !== "" && (
        <button type="button" className="icon-button" aria-label={text.history.clear} onClick={() => onChange("")}>
          <X size={20} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
    </search>
  );
}

import type { ReactNode, RefObject } from "react";

/** The system's own choice of a file; a button beside it opens it by `input.current.click()`. */
export function FileInput(props: {
  input: RefObject<HTMLInputElement | null>;
  /** Such as `.vrm`; the first names the way. */
  endings: readonly string[];
  onFile: (file: File) => void;
}): ReactNode {
  return (
    <input
      ref={props.input}
      type="file"
      // iOS knows no type for these endings and would grey every file out.
      accept={/iPad|iPhone|Macintosh.*Mobile/.test(navigator.userAgent) ? undefined : props.endings.join(",")}
      hidden
      data-way={props.endings[0]?.slice(1)}
      onChange={({ currentTarget }) => {
        const [file] = currentTarget.files ?? [];
        currentTarget.value = "";
        if (file !== undefined) props.onFile(file);
      }}
    />
  );
}

import { type ReactNode, useEffect, useRef } from "react";
import "./sheet.css";

/** A panel over the page: it traps the focus, gives it back to what opened it, and Esc or a touch outside closes it. */
export function Sheet(props: { label: string; onClose: () => void; children: ReactNode }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const opener = document.activeElement;
    element.showModal();
    return () => {
      element.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is the backdrop's; Esc is the dialog's own key
    <dialog
      ref={dialog}
      className="sheet"
      aria-label={props.label}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) props.onClose();
      }}
    >
      <div className="sheet-body">
        <span className="sheet-grip" aria-hidden="true" />
        {props.children}
      </div>
    </dialog>
  );
}

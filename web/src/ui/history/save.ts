/** Hands a text, or a file, to the person as a file. @param type of a text */
export function save(contents: string | Blob, fileName: string, type = "application/json"): void {
  const url = URL.createObjectURL(typeof contents === "string" ? new Blob([contents], { type }) : contents);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has taken hold of it by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

import { Download, FileText, Upload, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { Field } from "../../parts/Field.tsx";
import { FileInput } from "../../parts/FileInput.tsx";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import { useText } from "../../services.ts";
import { HEADING, SECTION } from "../classes.ts";
import { archiveSentence } from "./archive-sentence.ts";
import { useArchive } from "./use-archive.ts";

/** 書き出しと取り込み: all of it or some days, with voices or without, to keep or to read. */
export function ArchiveSection(): ReactNode {
  const { keeping: words } = useText();
  const archive = useArchive();
  const [voices, setVoices] = useState(true);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const isBusy = archive.work.state === "going";
  const isBackwards = from !== "" && to !== "" && to < from;
  const selection = { ...rangeOf(from, to), voices };
  return (
    <section className={`${SECTION} flex flex-col gap-4`} aria-labelledby="archive">
      <h3 className={HEADING} id="archive">
        {words.archive}
      </h3>
      <p className="text-small text-ink-2">{words.archiveNote}</p>
      <div className="grid grid-cols-2 gap-3">
        <Field label={words.from} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        <Field
          label={words.to}
          type="date"
          value={to}
          error={isBackwards ? words.backwards : undefined}
          onChange={(event) => setTo(event.target.value)}
        />
      </div>
      <Checkbox checked={voices} onChange={setVoices}>
        {words.withVoices}
      </Checkbox>
      <div className="flex flex-wrap gap-2">
        <Button icon={Download} disabled={isBusy || isBackwards} onClick={() => archive.write(selection)}>
          {words.export}
        </Button>
        <Button icon={FileText} disabled={isBusy || isBackwards} onClick={() => archive.writeToRead(selection)}>
          {words.exportToRead}
        </Button>
        <Button icon={Upload} disabled={isBusy} onClick={() => picker.current?.click()}>
          {words.import}
        </Button>
        <FileInput input={picker} endings={[".zip", ".json"]} onFile={archive.read} />
      </div>
      {archive.work.state === "going" && (
        <div className="flex flex-col gap-2">
          <ProgressBar label={words.working} share={archive.work.share} />
          <Button kind="quiet" size="small" icon={X} className="self-start" onClick={archive.cancel}>
            {words.cancel}
          </Button>
        </div>
      )}
      <p role="status">{archiveSentence(archive.work, words)}</p>
    </section>
  );
}

/** Local days, both of them whole, as instants. */
function rangeOf(from: string, to: string): { from?: string; to?: string } {
  const after = new Date(`${to}T00:00`);
  after.setDate(after.getDate() + 1);
  return {
    ...(from === "" ? {} : { from: new Date(`${from}T00:00`).toISOString() }),
    ...(to === "" ? {} : { to: after.toISOString() }),
  };
}

import { type ReactNode, useRef, useState } from "react";
import { Button } from "../../parts/Button.tsx";
import { Field } from "../../parts/Field.tsx";
import { Segmented } from "../../parts/Segmented.tsx";
import { useServices, useText } from "../../services.ts";
import { FAILED, HEADING, NOTE } from "../classes.ts";

type Sort = "url" | "caldav" | "file";

/** An address, an account or a file; it is read before it is taken. */
export function NewCalendar({ onTaken }: { onTaken: () => void }): ReactNode {
  const { calendars: words } = useText().agenda;
  const { client } = useServices().planner;
  const [sort, setSort] = useState<Sort>("url");
  const [form, setForm] = useState({ name: "", url: "", username: "", password: "" });
  const [file, setFile] = useState<File | null>(null);
  const [trying, setTrying] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const isWhole = form.name.trim() !== "" && (sort === "file" ? file !== null : form.url.trim() !== "");

  async function take(): Promise<void> {
    setTrying(true);
    setReason(null);
    const name = form.name.trim();
    const refused =
      sort === "file"
        ? await client.addCalendar({ kind: "file", name, text: (await file?.text()) ?? "" })
        : await client.addCalendar({ kind: sort, ...form, name });
    setTrying(false);
    setReason(refused);
    if (refused !== null) return;
    setForm({ name: "", url: "", username: "", password: "" });
    setFile(null);
    onTaken();
  }
  const field = (
    name: keyof typeof form,
    label: string,
    more: { type?: string; placeholder?: string } = {},
  ): ReactNode => (
    <Field
      label={label}
      autoComplete="off"
      maxLength={2_000}
      {...more}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
    />
  );
  return (
    <form
      className="mt-7 flex flex-col gap-[14px]"
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <h3 className={HEADING}>{words.add}</h3>
      <Segmented
        label={words.kind}
        value={sort}
        choices={(["url", "caldav", "file"] as const).map((value) => ({ value, label: words.sorts[value] }))}
        onChange={setSort}
      />
      {field("name", words.name)}
      {sort === "file" ? (
        <>
          <Button onClick={() => chooser.current?.click()}>{file?.name ?? words.file}</Button>
          <input
            ref={chooser}
            type="file"
            hidden
            accept=".ics,text/calendar"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
        </>
      ) : (
        <>
          {field("url", sort === "url" ? words.address : words.account, { type: "url", placeholder: "https://…" })}
          {sort === "url" && <p className={NOTE}>{words.addressNote}</p>}
          {field("username", words.user, sort === "url" ? { placeholder: words.optional } : {})}
          {field("password", words.password, {
            type: "password",
            ...(sort === "url" ? { placeholder: words.optional } : {}),
          })}
        </>
      )}
      <p className={FAILED} role="status">
        {trying ? words.taking : reason === null ? "" : (words.failures[reason] ?? words.failures["no-calendar"])}
      </p>
      <Button type="submit" kind="primary" disabled={!isWhole || trying}>
        {words.take}
      </Button>
    </form>
  );
}

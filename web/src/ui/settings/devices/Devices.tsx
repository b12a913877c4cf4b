import type { PairedDevice } from "@hisho/protocol";
import { Plus } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../../parts/Button.tsx";
import { useSettings, useText } from "../../services.ts";
import { FAILED, HEAD, HEADING, NOTE, SECTION } from "../classes.ts";
import { NewCode } from "./NewCode.tsx";
import { dayAndTime } from "./times.ts";
import { useDevices } from "./use-devices.ts";

/** Who may talk to the relay, and a code for one more; nothing where the relay pairs no devices. */
export function Devices(): ReactNode {
  const { devices: words } = useText().settings.connections;
  const { devices, code, outcome, add, hide, revoke } = useDevices();
  const heading = useId();
  if (devices === null) return null;
  return (
    <section className={SECTION} aria-labelledby={heading}>
      <div className={HEAD}>
        <h3 className={HEADING} id={heading}>
          {words.title}
        </h3>
        {code === null && (
          <Button onClick={add} icon={Plus}>
            {words.add}
          </Button>
        )}
      </div>
      <p className={NOTE}>{words.lead}</p>
      <div role="status">
        {outcome === "paired" && <p>{words.paired}</p>}
        {outcome === "away" && <p className={FAILED}>{words.away}</p>}
      </div>
      {code !== null && <NewCode code={code} onDone={hide} />}
      {devices.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} onRevoke={() => revoke(device.id)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function DeviceRow({ device, onRevoke }: { device: PairedDevice; onRevoke: () => void }): ReactNode {
  const { devices: words } = useText().settings.connections;
  const language = useSettings((settings) => settings.language);
  const [asked, setAsked] = useState(false);
  const name = device.name || words.unnamed;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 rounded-card border-hair border-line bg-raised py-3 ps-5 pe-2">
      <div className="wrap-anywhere">
        <p className="font-semibold">{name}</p>
        <p className="text-small text-ink-2">
          {device.this_device ? words.thisDevice : words.seen(dayAndTime(device.last_seen_at, language))}
        </p>
      </div>
      {asked ? (
        <fieldset className="col-span-full min-w-0">
          <legend>{words.confirm(name)}</legend>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button tone="remove" onClick={onRevoke}>
              {words.yes}
            </Button>
            <Button kind="quiet" onClick={() => setAsked(false)}>
              {words.no}
            </Button>
          </div>
        </fieldset>
      ) : (
        <Button kind="quiet" tone="remove" aria-label={`${words.revoke}: ${name}`} onClick={() => setAsked(true)}>
          {words.revoke}
        </Button>
      )}
    </li>
  );
}

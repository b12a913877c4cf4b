import type { PairedDevice } from "@hisho/protocol";
import { Plus } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useSettings, useText } from "../../services.ts";
import { NewCode } from "./NewCode.tsx";
import { dayAndTime } from "./times.ts";
import { useDevices } from "./use-devices.ts";
import "./devices.css";

/** Who may talk to the relay, and a code for one more; nothing where the relay pairs no devices. */
export function Devices(): ReactNode {
  const { devices: words } = useText().settings.connections;
  const { devices, code, outcome, add, hide, revoke } = useDevices();
  const heading = useId();
  if (devices === null) return null;
  return (
    <section className="settings-section" aria-labelledby={heading}>
      <div className="settings-head">
        <h3 className="settings-heading" id={heading}>
          {words.title}
        </h3>
        {code === null && (
          <button type="button" className="button" data-kind="secondary" onClick={add}>
            <Plus size={20} strokeWidth={1.75} aria-hidden="true" />
            {words.add}
          </button>
        )}
      </div>
      <p className="settings-note">{words.lead}</p>
      <div role="status">
        {outcome === "paired" && <p>{words.paired}</p>}
        {outcome === "away" && <p className="settings-failed">{words.away}</p>}
      </div>
      {code !== null && <NewCode code={code} onDone={hide} />}
      {devices.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul className="devices">
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
    <li className="device">
      <div className="device-words">
        <p className="device-name">{name}</p>
        <p className="device-when">
          {device.this_device ? words.thisDevice : words.seen(dayAndTime(device.last_seen_at, language))}
        </p>
      </div>
      {asked ? (
        <fieldset className="device-question">
          <legend>{words.confirm(name)}</legend>
          <div className="device-keys">
            <button type="button" className="button" data-kind="secondary" data-tone="remove" onClick={onRevoke}>
              {words.yes}
            </button>
            <button type="button" className="button" data-kind="quiet" onClick={() => setAsked(false)}>
              {words.no}
            </button>
          </div>
        </fieldset>
      ) : (
        <button
          type="button"
          className="button"
          data-kind="quiet"
          data-tone="remove"
          aria-label={`${words.revoke}: ${name}`}
          onClick={() => setAsked(true)}
        >
          {words.revoke}
        </button>
      )}
    </li>
  );
}

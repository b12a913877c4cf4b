import { type ReactNode, useEffect, useState } from "react";
import type { SoundKept } from "../../../history/recordings.ts";
import { sizeName } from "../../documents/sizes.ts";
import { localDate } from "../../history/days.ts";
import { dayName } from "../../history/names.ts";
import { Button } from "../../parts/Button.tsx";
import { useServices, useSettings, useText } from "../../services.ts";

interface Room {
  conversations: number;
  sound: SoundKept;
  /** Bytes; null where the browser does not say. */
  used: number | null;
  quota: number | null;
  /** Null where the browser keeps no promise (insecure origins). */
  isPersisted: boolean | null;
}

/** The room that conversations take, what the browser promises, and how room is made. */
export function RoomSection(): ReactNode {
  const text = useText();
  const { keeping } = text.record;
  const { history } = useServices();
  const language = useSettings((settings) => settings.language);
  const [room, setRoom] = useState<Room | null>(null);
  const [revision, setRevision] = useState(0);
  const [told, setTold] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: read again after what the person did
  useEffect(() => {
    let isCurrent = true;
    void lookAround(history).then((seen) => isCurrent && setRoom(seen));
    return () => {
      isCurrent = false;
    };
  }, [history, revision]);

  if (room === null) return null;
  const { sound, used, quota, isPersisted } = room;
  const half = Math.ceil(sound.bytes / 2);
  const counted = (count: number): string => keeping.count(new Intl.NumberFormat(language).format(count));

  const drop = async (): Promise<void> => {
    setTold(keeping.dropped(sizeName(await history.dropOldestSound(half), language)));
    setRevision((before) => before + 1);
  };
  const persist = async (): Promise<void> => {
    const agreed = await navigator.storage.persist().catch(() => false);
    setTold(agreed ? null : keeping.refused);
    setRevision((before) => before + 1);
  };

  return (
    <div className="flex flex-col items-start gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        <Fact name={keeping.used}>
          {used === null || quota === null
            ? keeping.unknown
            : keeping.usedOf(sizeName(used, language), sizeName(quota, language))}
        </Fact>
        <Fact name={keeping.conversations}>{counted(room.conversations)}</Fact>
        <Fact name={keeping.sound}>
          {sound.oldestAt === null
            ? keeping.noSound
            : `${keeping.soundOf(new Intl.NumberFormat(language).format(sound.count), sizeName(sound.bytes, language))} ・ ${keeping.soundSince(dayName(localDate(new Date(sound.oldestAt)), new Date(), language, text))}`}
        </Fact>
      </dl>
      {sound.count > 0 && (
        <Button tone="remove" onClick={() => void drop()}>
          {keeping.dropSound(sizeName(half, language))}
        </Button>
      )}
      {isPersisted !== null && (
        <p className="text-small text-ink-2 phrases">{isPersisted ? keeping.persisted : keeping.atRisk}</p>
      )}
      {isPersisted === false && <Button onClick={() => void persist()}>{keeping.persist}</Button>}
      <p role="status">{told}</p>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="figures m-0 font-semibold wrap-anywhere">{children}</dd>
    </>
  );
}

type Counted = Pick<ReturnType<typeof useServices>["history"], "conversations" | "soundKept">;

/** What the browser knows of its own storage is missing on insecure origins, and may be refused. */
async function lookAround(history: Counted): Promise<Room> {
  const storage = navigator.storage as StorageManager | undefined;
  const [conversations, sound, estimate, isPersisted] = await Promise.all([
    history.conversations(),
    history.soundKept(),
    storage?.estimate().catch(() => null) ?? null,
    storage?.persisted().catch(() => null) ?? null,
  ]);
  return {
    conversations: conversations.length,
    sound,
    used: estimate?.usage ?? null,
    quota: estimate?.quota ?? null,
    isPersisted,
  };
}

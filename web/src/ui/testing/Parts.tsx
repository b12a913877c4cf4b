/** Every part of the visual language on one page, for looking at: `stories.html?story=parts`. */
import { Pencil, Pin, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useAppearance } from "../appearance.ts";
import { Ask } from "../parts/Ask.tsx";
import { Button, IconButton } from "../parts/Button.tsx";
import { Checkbox } from "../parts/Checkbox.tsx";
import { Field } from "../parts/Field.tsx";
import { Menu } from "../parts/Menu.tsx";
import { ProgressBar } from "../parts/ProgressBar.tsx";
import { Segmented } from "../parts/Segmented.tsx";
import { Select } from "../parts/Select.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { Slider } from "../parts/Slider.tsx";
import { Switch } from "../parts/Switch.tsx";
import { Tooltip } from "../parts/Tooltip.tsx";
import { UndoBar } from "../parts/UndoBar.tsx";

const RATES = [
  { value: "slow", label: "ゆっくり" },
  { value: "usual", label: "ふつう" },
  { value: "fast", label: "速め" },
] as const;

export function Parts(): ReactNode {
  useAppearance();
  const [rate, setRate] = useState<(typeof RATES)[number]["value"]>("usual");
  const [on, setOn] = useState(true);
  const [volume, setVolume] = useState(80);
  const [over, setOver] = useState<"sheet" | "ask" | "undo" | null>(null);
  const close = (): void => setOver(null);
  return (
    <main className="flex h-full flex-col gap-5 overflow-auto bg-paper p-gutter" lang="ja">
      <h1 className="text-title">部品</h1>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onClick={() => setOver("sheet")}>
          シートを開く
        </Button>
        <Button icon={Pin} onClick={() => setOver("undo")}>
          留める
        </Button>
        <Button kind="quiet">あとで</Button>
        <Button kind="primary" disabled>
          まだ使えません
        </Button>
        <Button tone="remove" icon={Trash2} onClick={() => setOver("ask")}>
          すべて消す
        </Button>
        <Tooltip words="名前を変えます">
          <IconButton label="名前を変える" icon={Pencil} />
        </Tooltip>
        <Menu
          label="ほかの操作"
          items={[
            { label: "留める", icon: Pin, onSelect: close },
            { label: "消す", icon: Trash2, tone: "remove", onSelect: close },
          ]}
        />
      </div>
      <Segmented label="速さ" value={rate} choices={RATES} onChange={setRate} />
      <Select label="速さ" value={rate} choices={RATES} onChange={setRate} />
      <Slider label="音量" value={volume} min={0} max={100} step={5} valueText={`${volume} %`} onChange={setVolume} />
      <Switch label="声でも答える" note="切ると、文字だけでお答えします。" on={on} onChange={setOn} />
      <Checkbox label="資料を印刷する" checked={on} onChange={setOn} />
      <ProgressBar label="読んでいます" share={volume / 100} />
      <Field label="呼び名" note="この名前でお呼びします。" placeholder="山田さん" />
      <Field label="合い言葉" error="六文字のうち、五文字しかありません。" defaultValue="KX3P9" />
      {over === "sheet" && (
        <Sheet label="シート" onClose={close}>
          <h2 className="text-heading">シート</h2>
          <p>顔は隠れません。</p>
        </Sheet>
      )}
      {over === "ask" && (
        <Ask
          title="すべて消しますか"
          sentence="この端末の会話を、みな消します。元に戻せません。"
          confirm="消す"
          cancel="やめる"
          typed={{ label: "「消す」と入れてください", word: "消す" }}
          onConfirm={close}
          onCancel={close}
        />
      )}
      {over === "undo" && <UndoBar sentence="留めました。" onUndo={close} onEnd={close} />}
    </main>
  );
}

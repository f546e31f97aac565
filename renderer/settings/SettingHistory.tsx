import { useCallback } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Setting, SettingName } from '../../engine/contract/settings.ts'
import { SetTable } from '../approvals/EffectTable.tsx'
import { heldAgainst } from '../approvals/set-rows.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './rules.module.css'
import { SettingTable } from './SettingTable.tsx'
import { Since } from './Since.tsx'
import { settingLines } from './setting-lines.ts'

type Props = Readonly<{ name: SettingName; onClose: () => void }>

/** Every value it had, newest first: each as what it changed. */
export function SettingHistory({ name, onClose }: Props) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.settings.history({ name }), [name]),
  )
  const title = text('rules.history.title', { name: text(`setting.${name}`) })
  return (
    <Dialog opened onClose={onClose} title={title} width={720}>
      {fault && !data ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {data || fault ? null : <Waiting lines={4} />}
      {data ? (
        <ol className={classes.past}>
          {data.items.map((setting, place) => (
            <Past key={setting.version} setting={setting} before={data.items[place + 1]} />
          ))}
        </ol>
      ) : null}
    </Dialog>
  )
}

function Past({ setting, before }: Readonly<{ setting: Setting; before: Setting | undefined }>) {
  const text = useText()
  const formats = useFormats()
  const { name, value } = setting
  const lines = (of: unknown) => settingLines(name, of, { text, formats })
  return (
    <li>
      <Since setting={setting} />
      {before ? (
        <SetTable group={{ subject: text(`setting.${name}`), ...heldAgainst(lines(before.value), lines(value)) }} />
      ) : (
        <SettingTable name={name} value={value} />
      )}
    </li>
  )
}

import { Button, Select, Stack, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { AgreementVersion, Producer } from '../../engine/contract/producers.ts'
import { SetTable } from '../approvals/EffectTable.tsx'
import { heldAgainst } from '../approvals/set-rows.ts'
import { usePages } from '../engine/use-pages.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { agreementLines } from './agreement-lines.ts'
import classes from './producers.module.css'

type Props = Readonly<{ producer: Pick<Producer, 'id' | 'name' | 'agreementVersion'>; onClose: () => void }>

const topics: readonly Topic[] = ['producers']
const pageVersions = 100

/** What a version says, or what it says otherwise than another. */
export function VersionsDialog({ producer, onClose }: Props) {
  const text = useText()
  const { id, name, agreementVersion } = producer
  const [shown, setShown] = useState(agreementVersion)
  const [against, setAgainst] = useState<number | null>(agreementVersion > 1 ? agreementVersion - 1 : null)
  const versions = usePages(
    useCallback(
      (client: EngineClient, cursor: string | undefined) =>
        client.producers.agreements({ id, limit: pageVersions, ...(cursor === undefined ? {} : { cursor }) }),
      [id],
    ),
    topics,
  )
  const { items = [], fault, hasMore, loadMore, loadingMore } = versions
  return (
    <Dialog opened onClose={onClose} title={text('producer.agreement.title', { name })} width={900}>
      <Stack gap={16}>
        {fault ? <FaultNotice fault={fault} onRetry={versions.again} /> : null}
        <div className={classes.pair}>
          <VersionField label={text('producer.agreement.show')} versions={items} value={shown} onChange={setShown} />
          <VersionField
            label={text('producer.agreement.against')}
            versions={items.filter(({ version }) => version !== shown)}
            value={against === shown ? null : against}
            onChange={setAgainst}
            onNone={() => setAgainst(null)}
          />
        </div>
        {hasMore ? (
          <Button variant="default" size="compact-sm" onClick={loadMore} loading={loadingMore}>
            {text('producer.agreement.older')}
          </Button>
        ) : null}
        <Said producer={id} version={shown} against={against === shown ? null : against} />
      </Stack>
    </Dialog>
  )
}

type FieldProps = Readonly<{
  label: string
  versions: readonly AgreementVersion[]
  value: number | null
  onChange: (version: number) => void
  onNone?: () => void
}>

function VersionField({ label, versions, value, onChange, onNone }: FieldProps) {
  const text = useText()
  const { instant } = useFormats()
  return (
    <Select
      label={label}
      placeholder={text('producer.agreement.alone')}
      data={versions.map(({ version, at, by }) => ({
        value: String(version),
        label: text('producer.agreement.version_by', { version, at: instant(at), by: by ?? '' }),
      }))}
      value={value === null ? null : String(value)}
      onChange={(chosen) => (chosen === null ? onNone?.() : onChange(Number(chosen)))}
      allowDeselect={false}
      clearable={onNone !== undefined}
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: label }) }}
    />
  )
}

type SaidProps = Readonly<{ producer: number; version: number; against: number | null }>

function Said({ producer, version, against }: SaidProps) {
  const text = useText()
  const formats = useFormats()
  const now = useVersion(producer, version)
  const before = useVersion(producer, against)
  const fault = now.fault ?? before.fault
  if (fault) return <FaultNotice fault={fault} what={text('producer.agreement.unread')} onRetry={now.again} />
  if (!now.data || (against !== null && !before.data)) return <Waiting lines={6} />
  const after = agreementLines(now.data.agreement, { text, formats })
  if (!before.data) return <Facts facts={after.map(({ what, says }) => ({ name: what, value: says }))} />
  const { rows, unchanged } = heldAgainst(agreementLines(before.data.agreement, { text, formats }), after)
  if (rows.length === 0) return <Text>{text('producer.agreement.same')}</Text>
  return (
    <SetTable
      group={{
        subject: text('producer.agreement.diff', { from: before.data.version, to: now.data.version }),
        rows,
        unchanged,
      }}
    />
  )
}

function useVersion(id: number, version: number | null) {
  const ask = useCallback(
    (client: EngineClient) => client.producers.agreement({ id, version: version ?? 0 }),
    [id, version],
  )
  return useRead(version === null ? null : ask)
}

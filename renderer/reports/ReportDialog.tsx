import { Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import { type ExportSource, exportDays } from '../../engine/contract/export-sources.ts'
import { type Report, ReportRange, reportFilesMax } from '../../engine/contract/reports.ts'
import { useCommand } from '../engine/use-command.ts'
import { FileFields, type FileWish } from '../exports/FileFields.tsx'
import { NarrowedBy } from '../exports/NarrowedBy.tsx'
import type { Parameters } from '../exports/narrowed.ts'
import { exportableOf, useExportables } from '../exports/use-exportables.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { isTime, ScheduleFields, scheduleOf, type TypedSchedule, typedOf } from './ScheduleFields.tsx'

export type Of = Readonly<{ source: ExportSource; parameters: Parameters }>

type Props = Readonly<{
  /** What the new one is of, as a list is narrowed now; null where it is chosen here, and is all of a table. */
  of: Of | null
  /** One that is there already: what it is of stays. */
  report?: Report
  onClose: () => void
  onMade: (report: Report) => void
}>

const make = (client: EngineClient, asked: Inputs['reports']['make']) => client.reports.make(asked)
const change = (client: EngineClient, asked: Inputs['reports']['change']) => client.reports.change(asked)

/** A report by its name: of what, as what, over which days, and when. */
export function ReportDialog({ of, report, onClose, onMade }: Props) {
  const text = useText()
  const making = useCommand(make)
  const changing = useCommand(change)
  const draft = useDraft(of, report)
  const [tried, setTried] = useState(false)
  const { name, table, wish, range, schedule, keep } = draft
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || (schedule.every !== 'never' && !isTime(schedule.at))) return
    const columns = wish.columns === null ? null : [...wish.columns]
    const asked = { name: name.trim(), format: wish.format, columns, range, schedule: scheduleOf(schedule), keep }
    const outcome =
      report === undefined
        ? await making.run({ ...table, ...asked } as Inputs['reports']['make'])
        : await changing.run({ id: report.id, expectedVersion: report.version, ...asked })
    if (outcome.ok) onMade(outcome.value)
  }
  return (
    <Dialog opened onClose={onClose} title={text(report === undefined ? 'report.make' : 'report.change')} width={560}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={12}>
          <TextInput
            label={text('report.name')}
            value={name}
            maxLength={80}
            onChange={(event) => draft.setName(event.currentTarget.value)}
            error={tried && name.trim() === '' ? text('report.name.missing') : null}
            data-autofocus
          />
          <What draft={draft} isChosen={of === null && report === undefined} />
          <DraftFields draft={draft} />
          <ScheduleFields typed={schedule} onType={draft.setSchedule} tried={tried} />
          <NumberInput
            label={text('report.keep')}
            description={text('report.keep.hint')}
            value={keep}
            min={1}
            max={reportFilesMax}
            onChange={(value) => draft.setKeep(Math.min(reportFilesMax, Math.max(1, Number(value) || 1)))}
            w={200}
          />
          <FaultLine fault={making.fault ?? changing.fault} />
          <Group>
            <ActionButton type="submit" loading={making.busy || changing.busy}>
              {text(report === undefined ? 'report.make.do' : 'report.change.do')}
            </ActionButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

type Draft = ReturnType<typeof useDraft>

function useDraft(of: Of | null, report: Report | undefined) {
  const [name, setName] = useState(report?.name ?? '')
  const [table, setTable] = useState<Of>(() => report ?? of ?? { source: 'trial_balance', parameters: {} })
  const [wish, setWish] = useState<FileWish>({ format: report?.format ?? 'csv', columns: report?.columns ?? null })
  const [range, setRange] = useState<ReportRange | null>(report?.range ?? null)
  const [schedule, setSchedule] = useState<TypedSchedule>(() => typedOf(report?.schedule ?? null))
  const [keep, setKeep] = useState(report?.keep ?? 12)
  // What the report says of itself beside is none of a new one's business.
  const { source, parameters } = table
  return {
    name,
    setName,
    table: { source, parameters },
    setTable,
    wish,
    setWish,
    range,
    setRange,
    schedule,
    setSchedule,
    keep,
    setKeep,
  }
}

/** Tables that need no account, batch, statement or job to be said. */
const whole: readonly ExportSource[] = [
  'trial_balance',
  'transactions',
  'postings',
  'accounts',
  'clients',
  'batches',
  'exceptions',
  'proposals',
  'audit_records',
  'producers',
  'statements',
  'fund_requests',
  'expected_payments',
  'webhook_deliveries',
  'users',
  'callers',
]

function What({
  draft: { table, setTable, setWish, setRange },
  isChosen,
}: Readonly<{ draft: Draft; isChosen: boolean }>) {
  const text = useText()
  const all = useExportables()
  const offered = whole.filter((source) => exportableOf(all, source) !== undefined)
  if (!isChosen)
    return (
      <div>
        <Text fw={600}>{text(`export.source.${table.source}`)}</Text>
        <NarrowedBy {...table} />
      </div>
    )
  return (
    <Select
      label={text('report.of')}
      description={text('report.of.hint')}
      data={offered.map((value) => ({ value, label: text(`export.source.${value}`) }))}
      value={table.source}
      onChange={(value) => {
        const source = offered.find((each) => each === value)
        if (source === undefined) return
        setTable({ source, parameters: {} })
        setWish({ format: 'csv', columns: null })
        setRange(null)
      }}
      allowDeselect={false}
    />
  )
}

function DraftFields({ draft: { table, wish, setWish, range, setRange } }: Readonly<{ draft: Draft }>) {
  const text = useText()
  const all = useExportables()
  const way = exportDays[table.source]
  return (
    <>
      <FileFields of={exportableOf(all, table.source)} wish={wish} onChange={setWish} />
      {way === null ? null : (
        <Select
          label={text('report.range')}
          description={text(`report.range.${way}`)}
          placeholder={text('report.range.none')}
          data={ReportRange.options.map((value) => ({ value, label: text(`report.range.${value}`) }))}
          value={range}
          onChange={(value) => setRange(ReportRange.options.find((each) => each === value) ?? null)}
          clearable
          clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('report.range') }) }}
        />
      )}
    </>
  )
}

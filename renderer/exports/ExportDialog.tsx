import { Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, type ReactNode, useCallback, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { ExportSource } from '../../engine/contract/export-sources.ts'
import type { Export } from '../../engine/contract/exports.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { ExportProgress } from './ExportProgress.tsx'
import { isUnderWay } from './export-words.ts'
import { FileFields, type FileWish } from './FileFields.tsx'
import { fetchExport } from './fetch-export.ts'
import { NarrowedBy } from './NarrowedBy.tsx'
import type { Parameters } from './narrowed.ts'
import { exportableOf, useExportables } from './use-exportables.ts'

/** A table, narrowed and ordered as its list is now. */
export type ToExport = Readonly<{ source: ExportSource; parameters: Parameters }>

type Props = Readonly<{
  of: readonly ToExport[]
  onClose: () => void
  /** The way from here to a report of the same. */
  onReport: ((of: ToExport) => void) | null
}>

/** What is in the file, as what, and then how far it is. Who closes this finds it under Reports. */
export function ExportDialog({ of, onClose, onReport }: Props) {
  const text = useText()
  const { say } = useToast()
  const [started, setStarted] = useState<Export | null>(null)
  const [at, setAt] = useState(0)
  const chosen = of[at] ?? of[0]
  const [underWay, setUnderWay] = useState(false)
  const close = (): void => {
    if (underWay) say(text('export.goes_on'))
    onClose()
  }
  if (chosen === undefined) return null
  return (
    <Dialog
      opened
      onClose={close}
      title={text('export.title', { source: text(`export.source.${chosen.source}`) })}
      width={560}
    >
      {started === null ? (
        <Form
          key={at}
          of={chosen}
          which={<Which of={of} at={at} onChange={setAt} />}
          onReport={onReport === null ? null : () => onReport(chosen)}
          onStarted={(each) => {
            setStarted(each)
            setUnderWay(true)
          }}
        />
      ) : (
        <Started started={started} onEnd={() => setUnderWay(false)} />
      )}
    </Dialog>
  )
}

function Which({
  of,
  at,
  onChange,
}: Readonly<{ of: readonly ToExport[]; at: number; onChange: (at: number) => void }>) {
  const text = useText()
  if (of.length < 2) return null
  return (
    <SegmentedControl
      aria-label={text('export.which')}
      data={of.map(({ parameters }, each) => ({
        value: String(each),
        label: text(parameters.side === 'posting' ? 'reconcile.side.posting' : 'reconcile.side.line'),
      }))}
      value={String(at)}
      onChange={(value) => onChange(Number(value))}
    />
  )
}

const start = (client: EngineClient, asked: Inputs['exports']['start']) => client.exports.start(asked)

type FormProps = Readonly<{
  of: ToExport
  which: ReactNode
  onStarted: (started: Export) => void
  onReport: (() => void) | null
}>

function Form({ of: { source, parameters }, which, onStarted, onReport }: FormProps) {
  const text = useText()
  const all = useExportables()
  const [wish, setWish] = useState<FileWish>({ format: 'csv', columns: null })
  const [title, setTitle] = useState('')
  const { run, busy, fault } = useCommand(start)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const outcome = await run(askedOf({ source, parameters }, wish, title.trim()))
    if (outcome.ok) onStarted(outcome.value)
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        {which}
        <div>
          <Title order={3} size={13} mb={4}>
            {text('export.narrowed')}
          </Title>
          <NarrowedBy source={source} parameters={parameters} />
        </div>
        <FileFields of={exportableOf(all, source)} wish={wish} onChange={setWish} />
        <TextInput
          label={text('export.name')}
          description={text('export.name.hint')}
          value={title}
          maxLength={120}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <FaultLine fault={fault} />
        <Group gap={8}>
          <ActionButton type="submit" loading={busy}>
            {text('export.do')}
          </ActionButton>
          {onReport === null ? null : (
            <ActionButton variant="default" onClick={onReport}>
              {text('export.as_report')}
            </ActionButton>
          )}
        </Group>
      </Stack>
    </form>
  )
}

/** What may be asked for of each table the engine holds against its contract: here it is only handed on. */
export const askedOf = ({ source, parameters }: ToExport, { format, columns }: FileWish, title: string) =>
  ({
    source,
    parameters,
    format,
    ...(columns === null ? {} : { columns: [...columns] }),
    ...(title === '' ? {} : { title }),
  }) as Inputs['exports']['start']

const topics: readonly Topic[] = ['exports']

function Started({ started, onEnd }: Readonly<{ started: Export; onEnd: () => void }>) {
  const text = useText()
  const { id } = started
  const { data = started } = useRead(
    useCallback(
      async (client: EngineClient) => {
        const read = await client.exports.get({ id })
        if (!isUnderWay(read)) onEnd()
        return read
      },
      [id, onEnd],
    ),
    topics,
  )
  return (
    <Stack gap={12}>
      <ExportProgress
        of={data}
        label={text('export.title', { source: text(`export.source.${data.source}`) })}
        onCancel={useCallback((client: EngineClient) => client.exports.cancel({ id }), [id])}
        fetchFile={useCallback((client: EngineClient) => fetchExport(client, id), [id])}
      />
      {isUnderWay(data) ? (
        <Text c="dimmed">
          {text('export.may_close')} <Link href={`/reports?tab=exports&open=${id}`}>{text('nav.reports')}</Link>
        </Text>
      ) : null}
    </Stack>
  )
}

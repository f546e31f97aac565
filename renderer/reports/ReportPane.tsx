import { Button, Group, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Report, ReportRun } from '../../engine/contract/reports.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { ExportProgress } from '../exports/ExportProgress.tsx'
import { isUnderWay } from '../exports/export-words.ts'
import { fetchReportFile } from '../exports/fetch-export.ts'
import { NarrowedBy } from '../exports/NarrowedBy.tsx'
import { columnTitle } from '../exports/narrowed.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay, useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ReportDialog } from './ReportDialog.tsx'
import { runStanding, scheduleWords } from './report-words.ts'
import classes from './reports.module.css'

const topics: readonly Topic[] = ['reports', 'exports']

export function ReportPane({ id, onGone }: Readonly<{ id: number; onGone: () => void }>) {
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.reports.get({ id }), [id]),
    topics,
  )
  if (!data) return fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting />
  return (
    <>
      <About report={data} />
      <Deeds report={data} onGone={onGone} />
      <Runs report={data} runs={data.runs} />
    </>
  )
}

function About({ report }: Readonly<{ report: Report }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { source, parameters, range, format, columns, schedule, nextAt, isPaused, keep, owner } = report
  return (
    <PaneSection title={text('report.about')}>
      <Facts
        facts={[
          { name: text('report.of'), value: text(`export.source.${source}`) },
          ...(range === null ? [] : [{ name: text('report.range'), value: text(`report.range.${range}`) }]),
          { name: text('export.format'), value: text(`export.format.${format}`) },
          {
            name: text('grid.columns'),
            value:
              columns === null
                ? text('export.columns.all')
                : columns.map((each) => columnTitle(source, each, text)).join(', '),
          },
          { name: text('report.schedule'), value: <span title={zone}>{scheduleWords(schedule, text)}</span> },
          ...(isPaused
            ? [{ name: text('report.next'), value: <State tone="medium" word={text('report.paused')} /> }]
            : []),
          ...(nextAt === null
            ? []
            : [{ name: text('report.next'), value: <span title={zone}>{instant(nextAt)}</span> }]),
          { name: text('report.kept'), value: text('report.kept.files', { count: keep }) },
          { name: text('report.owner'), value: owner },
        ]}
      />
      <NarrowedBy source={source} parameters={parameters} />
    </PaneSection>
  )
}

const run = (client: EngineClient, id: number) => client.reports.run({ id })
const pause = (client: EngineClient, id: number, isPaused: boolean) => client.reports.pause({ id, isPaused })
const remove = (client: EngineClient, id: number) => client.reports.remove({ id })

function Deeds({ report, onGone }: Readonly<{ report: Report; onGone: () => void }>) {
  const text = useText()
  const { name } = useSession().user
  const isMine = report.owner === name
  const mayManage = useMay('reports.manage') || isMine
  const [running, pausing] = [useCommand(run), useCommand(pause)]
  const [asking, setAsking] = useState<'change' | 'remove' | null>(null)
  const { id, isPaused, schedule, lastRun } = report
  if (!mayManage) return <Text c="dimmed">{text('report.others', { owner: report.owner })}</Text>
  const isBusy = lastRun?.file != null && isUnderWay(lastRun.file)
  return (
    <PaneSection title={text('report.deeds')}>
      <Group gap={8}>
        <ActionButton
          loading={running.busy}
          reason={isBusy ? text('report.refused.still_running') : null}
          onClick={() => void running.run(id)}
        >
          {text('report.run')}
        </ActionButton>
        {schedule === null && !isPaused ? null : (
          <ActionButton variant="default" loading={pausing.busy} onClick={() => void pausing.run(id, !isPaused)}>
            {text(isPaused ? 'report.resume' : 'report.pause')}
          </ActionButton>
        )}
        {isMine ? (
          <ActionButton variant="default" onClick={() => setAsking('change')}>
            {text('report.change')}
          </ActionButton>
        ) : null}
        <ActionButton variant="default" onClick={() => setAsking('remove')}>
          {text('report.remove')}
        </ActionButton>
      </Group>
      <FaultLine fault={running.fault ?? pausing.fault} />
      {asking === 'change' ? (
        <ReportDialog of={null} report={report} onClose={() => setAsking(null)} onMade={() => setAsking(null)} />
      ) : null}
      {asking === 'remove' ? <RemoveDialog report={report} onClose={() => setAsking(null)} onGone={onGone} /> : null}
    </PaneSection>
  )
}

type RemoveProps = Readonly<{ report: Report; onClose: () => void; onGone: () => void }>

function RemoveDialog({ report: { id, name }, onClose, onGone }: RemoveProps) {
  const text = useText()
  const { run: removeIt, busy, fault } = useCommand(remove)
  const confirm = async (): Promise<void> => {
    const outcome = await removeIt(id)
    if (!outcome.ok) return
    onClose()
    onGone()
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={text('report.remove.title', { name })}
      body={text('report.remove.effect')}
      action={text('report.remove.do')}
      busy={busy}
      fault={fault}
      onConfirm={() => void confirm()}
      danger
    />
  )
}

function Runs({ report, runs }: Readonly<{ report: Report; runs: readonly ReportRun[] }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const [open, setOpen] = useState<number | null>(null)
  const shown = open ?? runs[0]?.id ?? null
  return (
    <PaneSection title={text('report.runs')}>
      {runs.length === 0 ? <Text c="dimmed">{text('report.runs.none')}</Text> : null}
      <ol className={classes.runs}>
        {runs.map((each) => {
          const { tone, words } = runStanding(each, text)
          return (
            <li key={each.id}>
              <Button
                variant="subtle"
                size="compact-sm"
                aria-expanded={each.id === shown}
                onClick={() => setOpen(each.id === shown ? -1 : each.id)}
              >
                <span className="ch-figure" title={zone}>
                  {instant(each.at)}
                </span>
              </Button>{' '}
              <State tone={tone} word={words} />
              {each.id === shown ? <Run report={report} run={each} /> : null}
            </li>
          )
        })}
      </ol>
    </PaneSection>
  )
}

type RunProps = Readonly<{ report: Report; run: ReportRun }>

function Run({ report: { id, name }, run: { id: number, days, dueAt, by, problem, file } }: RunProps) {
  const text = useText()
  const { instant } = useFormats()
  const fetchFile = useCallback((client: EngineClient) => fetchReportFile(client, id, number), [id, number])
  return (
    <div className={classes.run}>
      <Text c="dimmed">
        {dueAt === null ? text('report.ran.by', { by }) : text('report.ran.due', { at: instant(dueAt) })}
        {days === null ? null : ` ${text('report.ran.days', days)}`}
      </Text>
      {problem === null ? null : <Text>{text(`report.refused.${problem}.next`)}</Text>}
      {file === null ? null : <ExportProgress of={file} label={name} onCancel={null} fetchFile={fetchFile} />}
    </div>
  )
}

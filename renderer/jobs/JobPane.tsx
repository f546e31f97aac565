import { Group } from '@mantine/core'
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Job, JobRun } from '../../engine/contract/jobs.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useSaying } from '../notice/use-saying.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { toneOfRun } from './columns.ts'
import classes from './jobs.module.css'
import { scheduleWords } from './schedule.ts'

const topics: readonly Topic[] = ['jobs']
const runJob = (client: EngineClient, name: string) => client.jobs.run({ name })

export function JobPane({ job }: Readonly<{ job: Job }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const mayRun = useMay('jobs.run')
  const saying = useSaying()
  const { run, busy } = useCommand(runJob)
  const { name, nextRunAt, lastRun } = job
  const running = lastRun?.outcome === 'running'
  const runs = useRead(
    useCallback((client: EngineClient) => client.jobs.runs({ name, limit: 50 }), [name]),
    topics,
  )
  const start = (): void => {
    void run(name).then((outcome) =>
      saying(outcome, () => text('job.started', { name: textOfCode(text, 'job', name) })),
    )
  }
  return (
    <>
      <PaneSection title={text('job.plan')}>
        <Facts
          facts={[
            { name: text('job.schedule'), value: scheduleWords(job.schedule, text) },
            {
              name: text('job.next_run'),
              value: nextRunAt === null ? text('job.not_planned') : <span title={zone}>{instant(nextRunAt)}</span>,
            },
          ]}
        />
        {mayRun ? (
          <Group mt={12}>
            <ActionButton onClick={start} loading={busy} reason={running ? text('job.running_now') : null}>
              {text('job.run_now')}
            </ActionButton>
          </Group>
        ) : null}
      </PaneSection>
      <PaneSection title={text('job.runs')}>
        {runs.data && runs.data.items.length > 0 ? (
          <Group mb={8}>
            <ExportButton small of={{ source: 'job_runs', parameters: { job: name } }} />
          </Group>
        ) : null}
        {!runs.data && runs.fault ? <FaultNotice fault={runs.fault} onRetry={runs.again} /> : null}
        {!runs.data && !runs.fault ? <Waiting lines={4} /> : null}
        {runs.data?.items.length === 0 ? text('job.never') : null}
        <ol className={classes.runs}>
          {runs.data?.items.map((past) => (
            <Run key={past.id} run={past} />
          ))}
        </ol>
      </PaneSection>
    </>
  )
}

function Run({ run }: Readonly<{ run: JobRun }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const detail = Object.keys(run.detail).length === 0 ? null : JSON.stringify(run.detail, null, 2)
  return (
    <li className={classes.run}>
      <div className={classes.runHead}>
        <State tone={toneOfRun[run.outcome]} word={text(`job.outcome.${run.outcome}`)} />
        <span className="ch-figure" title={zone}>
          {run.endedAt === null
            ? instant(run.startedAt)
            : text('job.from_to', { from: instant(run.startedAt), to: instant(run.endedAt) })}
        </span>
        <span>{text('job.by', { by: run.by })}</span>
      </div>
      {detail === null ? null : <pre className="ch-raw">{detail}</pre>}
    </li>
  )
}

/** `jobs`: the recurring work, and running some of it now. */
import { setTimeout as wait } from 'node:timers/promises'
import type { EngineClient } from '../contract/contract.ts'
import type { Job, JobRun } from '../contract/jobs.ts'
import { type Answer, argumentOf, type Call, type Command } from './command.ts'
import { signedIn } from './connection.ts'
import { figuresOf } from './figures.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

export const jobCommands: readonly Command[] = [
  {
    name: 'jobs list',
    form: '',
    summary: 'recurring work: when it ran and runs next',
    positionals: { min: 0, max: 0 },
    run: list,
  },
  {
    name: 'jobs run',
    form: 'NAME',
    summary: 'run a job now and wait for it; exit 1 when it found problems',
    positionals: { min: 1, max: 1 },
    run: runNow,
  },
]

const lookEveryMs = 100

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.jobs.list()
    const { time } = await figuresOf(client)
    const text = tableOf<Job>(document.items, [
      { title: 'Job', cell: ({ name }) => name },
      { title: 'Schedule', cell: ({ schedule }) => schedule },
      { title: 'Last run', cell: ({ lastRun }) => time(lastRun?.startedAt ?? null) },
      { title: 'Outcome', cell: ({ lastRun }) => lastRun?.outcome ?? '-' },
      { title: 'Next run', cell: ({ nextRunAt }) => time(nextRunAt) },
    ])
    return { document, text: document.items.length === 0 ? said.noJobs : text }
  })
}

function runNow(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const name = argumentOf(call, 0)
    const document = await runJob(client, name)
    return { document, text: said.jobEnded(document), exit: document.outcome === 'done' ? 0 : 1 }
  })
}

/** A job run now, and how it ended. */
export async function runJob(client: EngineClient, name: string): Promise<JobRun> {
  const { id } = await client.jobs.run({ name })
  return ended(client, { name, id })
}

async function ended(client: EngineClient, { name, id }: Readonly<{ name: string; id: number }>): Promise<JobRun> {
  for (;;) {
    const { items } = await client.jobs.runs({ name, limit: 10 })
    const run = items.find((each) => each.id === id)
    if (run !== undefined && run.outcome !== 'running') return run
    await wait(lookEveryMs)
  }
}

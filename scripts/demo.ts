/**
 * `npm run demo`: a throw-away workspace with made-up shops, banks, people and three months of batches and statements, in the
 * desktop shell or in a browser. More files arrive while it runs, and Ctrl-C removes everything.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { statementArrivals } from '../fixtures/demo/bank.ts'
import { demoArrivals } from '../fixtures/demo/today.ts'
import { buildIfStale } from './build.ts'
import { type Arriving, type DemoUser, makeDemo, put } from './demo-workspace.ts'
import { findDesktop } from './electron.ts'
import { startHostProcess } from './host.ts'
import { ended, say, start } from './tools.ts'

const { values } = parseArgs({ options: { port: { type: 'string' } } })

process.exitCode = await main()

async function main(): Promise<number> {
  if (!(await buildIfStale())) return 1
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-demo-'))
  // Also when we end by an error of ours; a demo leaves nothing behind.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  // A terminal sends Ctrl-C to the engine as well: it closes its workspace, and we end after it.
  process.on('SIGINT', () => undefined)
  say('Making a demo workspace with three months of batches ...')
  const workspace = join(folder, 'workspace')
  const begun = Date.now()
  const users = await makeDemo(workspace)
  const [first] = users
  if (first === undefined) return 1
  printUsers(users)
  const over = new AbortController()
  const arriving = Promise.all([
    keepFilesComing(demoArrivals(begun), ({ producer }) => join(workspace, 'drop', producer), over.signal),
    keepFilesComing(statementArrivals(begun), ({ source }) => join(workspace, 'statements', source), over.signal),
  ])
  try {
    return await show({ folder, workspace, opener: first })
  } finally {
    over.abort()
    await arriving
    say('The demo is over and its workspace is gone.')
  }
}

function printUsers(users: readonly DemoUser[]): void {
  const width = (of: (user: DemoUser) => string): number => Math.max(...users.map((user) => of(user).length))
  const [names, secrets] = [width(({ name }) => name), width(({ passphrase }) => passphrase)]
  say('\nSign in as one of these people:\n')
  for (const { name, passphrase, displayName, roles } of users) {
    say(`  ${name.padEnd(names)}   passphrase  ${passphrase.padEnd(secrets)}   ${displayName}, ${roles.join(' and ')}`)
  }
  say('')
}

type Showing = Readonly<{ folder: string; workspace: string; opener: DemoUser }>

async function show({ folder, workspace, opener }: Showing): Promise<number> {
  const desktop = await findDesktop()
  if (desktop.runtime !== null) {
    // Its own settings folder: the demo neither disturbs nor remembers anything of the person's own console.
    const settings = `--user-data-dir=${join(folder, 'shell')}`
    return follow(start(desktop.runtime, ['.', settings, '--workspace', workspace], { shell: false }))
  }
  // Open from the start, so that the sample files are being posted before anybody signs in.
  const environment = { COUNTINGHOUSE_USER: opener.name, COUNTINGHOUSE_PASSPHRASE: opener.passphrase }
  const host = await startHostProcess({ directory: workspace, port: values.port, environment })
  if (host.url === null) return 1
  say(`No desktop window, because ${desktop.why}. Open this in a browser (Ctrl-C ends it):\n\n  ${host.url}\n`)
  return follow(host.process)
}

function follow(child: ReturnType<typeof start>): Promise<number> {
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return ended(child)
}

type Arrivals<F> = Iterable<Readonly<{ waitMs: number; file: (at: number) => F }>>

/** The story of the first minutes, then honest files for as long as somebody watches. */
async function keepFilesComing<F extends Arriving>(
  arrivals: Arrivals<F>,
  folderOf: (file: F) => string,
  over: AbortSignal,
): Promise<void> {
  for (const { waitMs, file } of arrivals) {
    const isOver = await wait(waitMs, false, { signal: over }).catch(() => true)
    if (isOver) return
    const arriving = file(Date.now())
    put(folderOf(arriving), arriving)
  }
}

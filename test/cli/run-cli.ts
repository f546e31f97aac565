/** Runs the command line as people and scripts do: a process of its own, on a real workspace, read by its exit and output. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { OpenEngine } from '../../engine/cli/command.ts'
import { openOnce, run } from '../../engine/cli/process.ts'
import { type Engine, openEngine } from '../../engine/engine.ts'
import { builtProgram } from '../built-programs.ts'
import { passphraseOf } from '../workspace-fixture.ts'

export type Ended = Readonly<{ exit: number | null; out: string; err: string }>

export type As = Readonly<{ user?: string; environment?: NodeJS.ProcessEnv; stdin?: string }>

/** Nothing of the tester's own environment may choose the workspace, the user or a passphrase. */
function environmentOf({ user = 'admin', environment = {} }: As): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('COUNTINGHOUSE_'))
  return { ...Object.fromEntries(ours), COUNTINGHOUSE_PASSPHRASE: passphraseOf(user), ...environment }
}

export function startCli(workspace: string, args: readonly string[], as: As = {}): ChildProcess {
  const child = spawn(process.execPath, [builtProgram('cli'), ...args], {
    stdio: [as.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { ...environmentOf(as), COUNTINGHOUSE_WORKSPACE: workspace, COUNTINGHOUSE_USER: as.user ?? 'admin' },
  })
  child.stdin?.end(as.stdin)
  return child
}

export async function runCli(workspace: string, args: readonly string[], as: As = {}): Promise<Ended> {
  return endOf(startCli(workspace, args, as))
}

export async function endOf(child: ChildProcess): Promise<Ended> {
  if (child.stdout === null || child.stderr === null) throw new Error('the output is not piped')
  const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exit: exit as number | null, out, err }
}

/** Runs with --json and answers the exit code beside the one document that must stand on stdout. */
export async function jsonOf(
  workspace: string,
  args: readonly string[],
  as: As = {},
): Promise<Readonly<{ exit: number | null; document: Record<string, unknown> }>> {
  const { exit, out } = await runCli(workspace, [...args, '--json'], as)
  return { exit, document: JSON.parse(out) as Record<string, unknown> }
}

/** The same without a process of its own, for the many calls whose document alone is asked about. */
export async function documentOf(
  workspace: string,
  args: readonly string[],
  as: As = {},
  open: OpenEngine = openOnce,
): Promise<Readonly<{ exit: number | null; document: Record<string, unknown> }>> {
  const { exit, out } = await runHere(workspace, [...args, '--json'], as, open)
  return { exit, document: JSON.parse(out) as Record<string, unknown> }
}

export async function runHere(
  workspace: string,
  args: readonly string[],
  as: As = {},
  open: OpenEngine = openOnce,
): Promise<Ended> {
  const [printed, heard]: [string[], string[]] = [[], []]
  const output = {
    print: async (line: string) => void printed.push(line),
    say: (line: string) => void heard.push(line),
  }
  const environment = {
    ...environmentOf(as),
    COUNTINGHOUSE_WORKSPACE: workspace,
    COUNTINGHOUSE_USER: as.user ?? 'admin',
  }
  const exit = await run(args, { environment, signal: new AbortController().signal, output, open })
  return { exit, out: printed.join('\n'), err: heard.join('\n') }
}

/**
 * One engine for the many commands of a long story, where opening and closing is not what is asked about. It is opened with
 * the first command, and has to be closed before a process of its own can have the workspace.
 */
export function lendEngine(): Readonly<{ open: OpenEngine; close: () => Promise<void> }> {
  let lent: Promise<Engine> | undefined
  return {
    open: async (options) => {
      lent ??= openEngine(options)
      return { engine: await lent, close: async () => undefined }
    },
    close: async () => {
      const engine = await lent
      lent = undefined
      await engine?.close()
    },
  }
}

export const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'

/** A file of rows given as `client type amount`, for producer 7, dated now. */
export function writeBatch(folder: string, name: string, rows: readonly string[]): string {
  const at = new Date().toISOString()
  const lines = rows.map((row, number) => {
    const [client, type, amount] = row.split(' ')
    return `${at},7,${client},Central,${name}-${number},${type},${amount}`
  })
  const file = path.join(folder, name)
  writeFileSync(file, `${[header, ...lines].join('\n')}\n`)
  return file
}

export function writeProducer(folder: string, more: Readonly<Record<string, unknown>> = {}): string {
  const file = path.join(folder, 'seven.json')
  writeFileSync(file, JSON.stringify({ id: 7, code: 'seven', name: 'Seven Corner', locations: ['Central'], ...more }))
  return file
}

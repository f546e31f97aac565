/** The command line as a process: finds the command, runs it, prints its answer or the reason why there is none. */
import { openEngine } from '../engine.ts'
import type { Call, Command, OpenEngine } from './command.ts'
import { commands } from './commands.ts'
import { type Exit, exits, type Fault, faultOf } from './fault.ts'
import { helpOf } from './help.ts'
import { type Output, outputTo } from './output.ts'
import { findCommand, parseCall } from './parse.ts'
import { Refusal, UsageError } from './refusal.ts'
import { sentenceOf } from './words.ts'

export async function runProcess(args: readonly string[]): Promise<void> {
  const stop = new AbortController()
  const output = outputTo(process.stdout, process.stderr, () => stop.abort())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Asked a second time we end at once; the operating system releases the lock then.
    process.on(signal, () => (stop.signal.aborted ? process.exit(exits.refused) : stop.abort()))
  }
  process.exit(await run(args, { environment: process.env, signal: stop.signal, output, open: openOnce }))
}

/** A process runs one command: its engine is opened for it and closed with it. */
export const openOnce: OpenEngine = async (options) => {
  const engine = await openEngine(options)
  return { engine, close: () => engine.close() }
}

export type Surroundings = Pick<Call, 'environment' | 'signal' | 'output' | 'open'>

export async function run(args: readonly string[], { environment, signal, output, open }: Surroundings): Promise<Exit> {
  // Even a call that can't be read says how it wants its error.
  const json = args.includes('--json')
  let command: Command | undefined
  try {
    const asked = wantsHelp(args)
    if (asked !== null) {
      await output.print(asked)
      return exits.done
    }
    command = findCommand(args, commands)
    const { help, command: _, ...call } = parseCall(args, command, environment)
    if (help) {
      await output.print(helpOf(commands, command.name))
      return exits.done
    }
    const { document, text, exit = exits.done } = await command.run({ ...call, signal, output, open })
    if (document !== null) await output.print(call.json ? JSON.stringify(document) : text)
    return exit
  } catch (error) {
    // What fails because we were asked to stop is no failure of its own.
    const reason = signal.aborted ? new Refusal('interrupted', {}, error) : error
    return refuse(faultOf(reason, command?.name ?? ''), { error: reason, command, json, output })
  }
}

/** `help`, `help COMMAND` and a bare `--help`; a command's own `--help` is read with its other options. */
function wantsHelp(args: readonly string[]): string | null {
  const [first, ...rest] = args.filter((each) => each !== '--json')
  if (first === '--help' || first === '-h') return helpOf(commands, '')
  if (first !== 'help') return null
  const name = rest.join(' ')
  if (name !== '' && !commands.some((each) => each.name === name || each.name.startsWith(`${name} `))) {
    throw new UsageError({ is: 'unknown_command', given: name })
  }
  return helpOf(commands, name)
}

type Refused = Readonly<{ error: unknown; command: Command | undefined; json: boolean; output: Output }>

async function refuse(fault: Fault, { error, command, json, output }: Refused): Promise<Exit> {
  const sentence = sentenceOf(fault)
  if (json) {
    const facts = error instanceof UsageError ? { problem: sentence } : fault.facts
    await output.print(JSON.stringify({ error: { code: fault.code, ...facts } }))
  }
  output.say(sentence)
  // Whoever wrote the call well and only gave no passphrase needs no lesson in writing calls.
  const misWritten = error instanceof UsageError && error.problem.is !== 'not_given'
  if (misWritten && !json) output.say(`\n${helpOf(commands, command?.name ?? '')}`)
  return fault.exit
}

/** What a command of the command line is: how it is written, and what it answers. */
import type { Engine, EngineOptions } from '../engine.ts'
import type { Output } from './output.ts'

/** What is `several` may stand there again and again. */
export type OptionKind = 'text' | 'flag' | 'several'

export type OptionForm = Readonly<{
  kind: OptionKind
  /** What stands behind it in the usage: `DIR`, `INSTANT`. Flags have none. */
  value?: string
}>

export type Command = Readonly<{
  /** One word or two: `init`, `batches show`. */
  name: string
  /** What its usage shows behind the name. */
  form: string
  summary: string
  /** More than a line, shown by `help COMMAND` only. */
  details?: string
  positionals: Readonly<{ min: number; max: number }>
  options?: Readonly<Record<string, OptionForm>>
  run: (call: Call) => Promise<Answer>
}>

export type OptionValue = string | boolean | readonly string[] | undefined

export type Call = Readonly<{
  positionals: readonly string[]
  options: Readonly<Record<string, OptionValue>>
  environment: NodeJS.ProcessEnv
  directory: string
  user: string
  json: boolean
  /** Another policy file than the machine's. */
  policyFile?: string
  /** Aborted by Ctrl-C, by SIGTERM, and when nobody reads what we print any more. */
  signal: AbortSignal
  output: Output
  open: OpenEngine
}>

/** Opens the workspace for one command; closing is the opener's, who may have more to do with the same engine. */
export type OpenEngine = (options: EngineOptions) => Promise<Readonly<{ engine: Engine; close: () => Promise<void> }>>

export type Answer = Readonly<{
  /** The one JSON document; null when the command has printed what it had to say by itself. */
  document: object | null
  /** The same for people. */
  text: string
  /** 1 when the command did its work and found something wrong. */
  exit?: 0 | 1
}>

export function optionOf(call: Call, name: string): string | undefined {
  const value = call.options[name]
  return typeof value === 'string' ? value : undefined
}

export function severalOf(call: Call, name: string): readonly string[] {
  const value = call.options[name]
  return typeof value === 'object' ? value : []
}

export const flagOf = (call: Call, name: string): boolean => call.options[name] === true

/** A positional that the command's form promises to be there. */
export const argumentOf = (call: Call, at: number): string => call.positionals[at] ?? ''

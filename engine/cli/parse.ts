/** From the words of a call to the command it names and that command's own arguments. */
import path from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { defaultDirectory } from '../workspace/layout.ts'
import type { Call, Command, OptionForm, OptionValue } from './command.ts'
import { UsageError } from './refusal.ts'

export const commonOptions: Readonly<Record<string, OptionForm>> = {
  workspace: { kind: 'text', value: 'DIR' },
  json: { kind: 'flag' },
  as: { kind: 'text', value: 'USER' },
  policy: { kind: 'text', value: 'FILE' },
  help: { kind: 'flag' },
}

export type Parsed = Readonly<{ command: Command; help: boolean }> &
  Pick<Call, 'positionals' | 'options' | 'directory' | 'user' | 'json' | 'environment' | 'policyFile'>

/** Options may stand anywhere, before the command too, so the command is the first words that are not theirs. */
export function findCommand(args: readonly string[], commands: readonly Command[]): Command {
  const known = Object.assign({}, ...commands.map(({ options = {} }) => options), commonOptions)
  const { positionals } = parseArgs({
    args: [...args],
    options: parserOptions(known),
    strict: false,
    allowPositionals: true,
  })
  const [first, second] = positionals
  if (first === undefined) throw new UsageError({ is: 'no_command' })
  const command =
    commands.find(({ name }) => name === `${first} ${second ?? ''}`) ?? commands.find(({ name }) => name === first)
  if (command !== undefined) return command
  const group = commands.some(({ name }) => name.startsWith(`${first} `))
  throw new UsageError({ is: 'unknown_command', given: group ? [first, second ?? ''].join(' ').trim() : first })
}

export function parseCall(args: readonly string[], command: Command, environment: NodeJS.ProcessEnv): Parsed {
  const { values, positionals } = strictly(args, { ...command.options, ...commonOptions })
  const rest = positionals.slice(command.name.split(' ').length)
  const help = values.help === true
  const { min, max } = command.positionals
  if (!help && rest.length < min) throw new UsageError({ is: 'argument_missing' })
  if (!help && rest.length > max) throw new UsageError({ is: 'argument_too_many', given: rest[max] ?? '' })
  const asked = typeof values.workspace === 'string' ? values.workspace : undefined
  return {
    command,
    help,
    positionals: rest,
    options: values,
    environment,
    directory: asked === undefined ? defaultDirectory(environment, process.platform) : path.resolve(asked),
    user: userOf(values.as, environment),
    json: values.json === true,
    ...(typeof values.policy === 'string' ? { policyFile: path.resolve(values.policy) } : {}),
  }
}

function userOf(asked: unknown, { COUNTINGHOUSE_USER: named }: NodeJS.ProcessEnv): string {
  if (typeof asked === 'string') return asked
  return named === undefined || named === '' ? 'admin' : named
}

function strictly(
  args: readonly string[],
  options: Readonly<Record<string, OptionForm>>,
): Readonly<{ values: Record<string, OptionValue>; positionals: readonly string[] }> {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: parserOptions(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values: Record<string, OptionValue> = {}
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, value, rawName } = token
    const form = Object.hasOwn(options, name) ? options[name] : undefined
    if (form === undefined) throw new UsageError({ is: 'unknown_option', option: rawName })
    if (form.kind === 'flag' && value !== undefined) {
      throw new UsageError({ is: 'option_takes_no_value', option: rawName })
    }
    // `--to --json` forgot the value; one that begins with a dash is written `--to=-x`. A dash alone is standard input.
    const dashed = token.inlineValue === false && value !== '-' && value?.startsWith('-') === true
    const forgotten = value === undefined || value === '' || dashed
    if (form.kind !== 'flag' && forgotten) throw new UsageError({ is: 'option_needs_value', option: rawName })
    values[name] = withValue(form, value, values[name])
  }
  return { values, positionals }
}

function withValue({ kind }: OptionForm, value: string | undefined, before: OptionValue): OptionValue {
  if (kind === 'flag') return true
  return kind === 'text' ? value : [...(typeof before === 'object' ? before : []), value ?? '']
}

function parserOptions(options: Readonly<Record<string, OptionForm>>): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string', ...(name === 'help' ? { short: 'h' } : {}) } as const,
    ]),
  )
}

/** A whole number that an argument promised to be. */
export function numberOf(text: string, what: string): number {
  if (!/^[0-9]{1,15}$/.test(text)) throw new UsageError({ is: 'not_a_number', what, given: text })
  return Number(text)
}

/** Parts of items have numbers below zero, and so has money that goes out. */
export const signedNumberOf = (text: string, what: string): number =>
  text.startsWith('-') ? 0 - numberOf(text.slice(1), what) : numberOf(text, what)

export function oneOf<T extends string>(text: string, known: readonly T[], what: string): T {
  const found = known.find((each) => each === text)
  if (found === undefined) throw new UsageError({ is: 'not_one_of', what, given: text, known })
  return found
}

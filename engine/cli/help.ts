/** Usage and help, made from the table of commands, so that they can't say anything else than what is there. */
import type { Command, OptionForm } from './command.ts'
import { commonOptions } from './parse.ts'

const head = `Countinghouse, the command line.

  npm run -s cli -- COMMAND      in a checkout
  countinghouse COMMAND          where it is installed
`

const foot = `Every command takes
  --workspace DIR   the workspace (else COUNTINGHOUSE_WORKSPACE, else the operating system's folder for data)
  --as USER         who asks (else COUNTINGHOUSE_USER, else admin)
  --json            one JSON document on stdout; amounts in minor units, instants in UTC

Secrets are never arguments. They come from COUNTINGHOUSE_PASSPHRASE, COUNTINGHOUSE_NEW_PASSPHRASE,
COUNTINGHOUSE_RECOVERY_KEY and COUNTINGHOUSE_GATEWAY_SECRET, else they are typed without an echo.

COUNTINGHOUSE_POLL=1 has drop folders looked through twice a second instead of watched: for folders on a network
drive, which tells nobody when a file arrives.

Exit codes: 0 done; 1 refused, or problems found; 2 usage; 3 the workspace is in use; 4 wrong key or damaged store.
"help COMMAND" says more about one of them.`

/** All commands for an empty name; one of them, or a group such as `users`, in full otherwise. */
export function helpOf(commands: readonly Command[], name: string): string {
  const chosen = commands.filter((each) => each.name === name || each.name.startsWith(`${name} `))
  if (name === '' || chosen.length === 0) return [head, listOf(commands), '', foot].join('\n')
  return chosen.map(fully).join('\n\n')
}

function listOf(commands: readonly Command[]): string {
  const forms = commands.map(formOf)
  const width = Math.min(44, Math.max(...forms.map((form) => form.length)))
  return commands
    .map(({ summary }, at) => {
      const form = forms[at] ?? ''
      const gap = beginsGroup(commands, at) ? '\n' : ''
      return form.length > width
        ? `${gap}  ${form}\n  ${' '.repeat(width)}  ${summary}`
        : `${gap}  ${form.padEnd(width)}  ${summary}`
    })
    .join('\n')
}

/** Commands of one noun stand together, and so do those that are a single word. */
function beginsGroup(commands: readonly Command[], at: number): boolean {
  const [noun, before] = [nounOf(commands[at]), nounOf(commands[at - 1])]
  return at > 0 && noun !== before
}

const nounOf = (command: Command | undefined): string | undefined =>
  command?.name.includes(' ') === true ? command.name.split(' ')[0] : undefined

const formOf = ({ name, form }: Command): string => `${name} ${form}`.trim()

function fully(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions }).map(optionWords)
  const lines = [`countinghouse ${formOf(command)}`, '', `  ${command.summary}`]
  if (command.details !== undefined) lines.push('', ...command.details.split('\n').map((line) => `  ${line}`))
  return [...lines, '', ...wrapped(['Options:', ...options])].join('\n')
}

const lineMax = 118

function wrapped(words: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + 1 > lineMax) lines.push(`  ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

const optionWords = ([name, { kind, value }]: [string, OptionForm]): string =>
  kind === 'flag' ? `[--${name}]` : `[--${name} ${value ?? 'TEXT'}]`

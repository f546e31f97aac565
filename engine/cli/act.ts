/** `exceptions act`: doing something about an exception, or seeing what that would do. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { CaseDeed } from '../contract/cases.ts'
import type { EngineClient } from '../contract/contract.ts'
import { CorrectedRow, LineRanges, rowsCorrectedMax } from '../contract/row-fields.ts'
import { assertNever } from '../invariant.ts'
import { sayWhatIsLeft } from './bulk.ts'
import { actionForms, caseSaid } from './case-words.ts'
import { type Answer, argumentOf, type Call, type Command, flagOf, type OptionForm, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { instantOf, neededOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { readJsonFile } from './json-file.ts'
import { numberOf, oneOf } from './parse.ts'
import { effectText } from './proposal-text.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'

type Action = CaseDeed['action']
const actions = Object.keys(actionForms) as readonly Action[]
const widest = Math.max(...actions.map((action) => action.length))

const deedOptions = {
  reason: { kind: 'text', value: 'TEXT' },
  lines: { kind: 'text', value: 'LINES' },
  to: { kind: 'text', value: 'USER' },
  until: { kind: 'text', value: 'INSTANT' },
  text: { kind: 'text', value: 'TEXT' },
  rows: { kind: 'text', value: 'FILE' },
} as const satisfies Readonly<Record<string, OptionForm>>
type DeedOption = keyof typeof deedOptions

export const actCommand: Command = {
  name: 'exceptions act',
  form: 'ID ACTION [--reason TEXT] [--lines 2-5,9] [...]',
  summary: 'do something about an exception; "help exceptions act" lists the actions',
  details: `ACTION is one of
${actions.map((action) => `  ${action.padEnd(widest)}  ${actionForms[action]}`).join('\n')}
LINES are lines of the file, such as 2-5,9; without them it is about all rows that are left. FILE, - for standard
input, holds [{ "line": 2, "row": { "occurredAt": "2026-01-31T04:00:00Z", "client": "c1", "location": "Central",
"txId": "t1", "type": "TopUp", "amount": 900 } }, ...]; amounts are whole minor units.
What needs approval becomes a proposal, and somebody else approves it with "proposals approve". --dry-run does nothing
and says what it would do. --key K makes it safe to ask again: the same key and content are done once. Without it a
random one is used and said.`,
  positionals: { min: 2, max: 2 },
  options: { ...deedOptions, key: { kind: 'text', value: 'K' }, 'dry-run': { kind: 'flag' } },
  run: act,
}

async function act(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'exception')
  const action = oneOf(argumentOf(call, 1).replaceAll('-', '_'), actions, 'action')
  const deedIn = await deedOf(call, action)
  return signedIn(call, async (client) => {
    await sayWhatIsLeft(call, client)
    const figures = await figuresOf(client)
    const deed = deedIn(figures.zone)
    if (flagOf(call, 'dry-run')) return wouldDo(client, { id, deed }, figures)
    const { version } = await client.exceptions.get({ id })
    const key = optionOf(call, 'key') ?? randomUUID()
    // Said before it is used: whoever hears no answer may ask again with it.
    if (optionOf(call, 'key') === undefined) call.output.say(said.keyUsed(key))
    const document = await client.exceptions.act({ id, version, key, deed })
    const stands = caseSaid.stands(document.exception, figures)
    if (document.proposal === null) return { document, text: stands }
    const proposal = await client.proposals.get({ id: document.proposal })
    const text = [stands, said.proposed(proposal, figures), effectText(proposal.effect, figures)].join('\n\n')
    return { document, text }
  })
}

async function wouldDo(
  client: EngineClient,
  asked: Readonly<{ id: number; deed: CaseDeed }>,
  figures: Figures,
): Promise<Answer> {
  const document = await client.exceptions.effect(asked)
  return { document, text: `${caseSaid.wouldDo(document)}\n\n${effectText(document.effect, figures)}` }
}

/** Read before anything is opened; an instant needs the workspace's zone. */
async function deedOf(call: Call, action: Action): Promise<(zone: string) => CaseDeed> {
  switch (action) {
    case 'assign': {
      const to = only(call, action, 'to')
      return () => ({ action, to: to === nothing ? null : to })
    }
    case 'snooze': {
      const until = only(call, action, 'until')
      return (zone) => ({ action, until: until === nothing ? null : (instantOf(call, 'until', zone) ?? null) })
    }
    case 'note': {
      const text = only(call, action, 'text')
      return () => ({ action, text })
    }
    case 'correct': {
      const reason = only(call, action, 'reason', 'rows')
      const rows = await readJsonFile(neededOf(call, 'rows'), z.array(CorrectedRow).min(1).max(rowsCorrectedMax))
      return () => ({ action, rows, reason })
    }
    case 'post':
    case 'write_off':
    case 'reject':
    case 'merge': {
      const reason = only(call, action, 'reason', 'lines')
      const lines = linesOf(call)
      return () => ({ action, reason, ...(lines === undefined ? {} : { lines }) })
    }
    case 'reverse':
    case 'dismiss':
    case 'suspend_producer':
    case 'release_batch':
    case 'reject_batch':
    case 'reopen': {
      const reason = only(call, action, 'reason')
      return () => ({ action, reason })
    }
    default:
      return assertNever(action)
  }
}

const nothing = '-'

/** The option that the action needs; what has no meaning for it is refused, because somebody meant something by it. */
function only(
  call: Call,
  action: Action,
  needed: Exclude<DeedOption, 'lines'>,
  ...others: readonly DeedOption[]
): string {
  const known: readonly string[] = [needed, ...others]
  const foreign = Object.keys(deedOptions).find((name) => !known.includes(name) && optionOf(call, name) !== undefined)
  if (foreign !== undefined) throw new UsageError({ is: 'options_clash', option: `--${foreign}`, other: action })
  return neededOf(call, needed)
}

function linesOf(call: Call): LineRanges | undefined {
  const given = optionOf(call, 'lines')
  if (given === undefined) return undefined
  const ranges = given.split(',').map((part) => {
    const [, from = '', to = from] = /^([0-9]{1,15})(?:-([0-9]{1,15}))?$/.exec(part.trim()) ?? []
    return [Number(from), Number(to)]
  })
  const { data } = LineRanges.safeParse(ranges)
  if (data === undefined) throw new UsageError({ is: 'not_lines', given })
  return data
}

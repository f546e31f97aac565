/** Proposing a change for a second person: what `--propose` and `proposals propose` share, and the latter's short forms. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { EngineClient, Inputs } from '../contract/contract.ts'
import { residueAccounts } from '../contract/match-rules.ts'
import { ProposedChange } from '../contract/proposals.ts'
import { SettingName, settingNames } from '../contract/settings.ts'
import { webhookEventTypes } from '../contract/webhook-events.ts'
import { type Answer, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import {
  amountOf,
  type Details,
  detailFields,
  detailsOf,
  type Field,
  neededAmountOf,
  neededOf,
  neededWholeOf,
  numbersOf,
  optionsOf,
  wholeOf,
} from './fields.ts'
import { figuresOf } from './figures.ts'
import { readJsonFile } from './json-file.ts'
import { oneOf } from './parse.ts'
import { effectText } from './proposal-text.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'

export type Change = Inputs['proposals']['propose']['change']
export type Proposing = Readonly<{ reason: string; key: string; initiatedBy: string | undefined }>

export const proposeWords = `--propose with a --reason proposes the same instead, for a second person to approve; the JSON is then the proposal.`

export function proposingOf(call: Call): Proposing {
  // What is approved is the effect that was seen, so a version seen by the proposer has no place in it.
  if (optionOf(call, 'expected-version') !== undefined)
    throw new UsageError({ is: 'options_clash', option: '--expected-version', other: '--propose' })
  return { key: neededOf(call, 'key'), reason: neededOf(call, 'reason'), initiatedBy: optionOf(call, 'initiated-by') }
}

export async function proposed(
  client: EngineClient,
  proposing: Proposing & Readonly<{ change: Change }>,
): Promise<Answer> {
  const proposal = await client.proposals.propose(proposing)
  const figures = await figuresOf(client)
  const text = `${said.proposed(proposal, figures)}\n\n${effectText(proposal.effect, figures)}`
  return { document: { ...proposal, key: proposing.key }, text }
}

type ShortForm = Readonly<{
  form: string
  fields: readonly Field[]
  /** Read before the workspace is opened; the details may need its zone. */
  change: (call: Call) => Promise<(details: Details) => Change>
}>

const shortForms = {
  adjustment: {
    form: '--debit ACCOUNT --credit ACCOUNT --amount N',
    fields: ['debit', 'credit', 'amount', 'currency', ...detailFields],
    change: async (call) => {
      const [debit, credit] = [neededOf(call, 'debit'), neededOf(call, 'credit')]
      const content = { debit, credit, amount: neededAmountOf(call), currency: optionOf(call, 'currency') }
      return (details) => ({ kind: 'adjustment', ...content, ...details })
    },
  },
  'write-off': {
    form: '--account ACCOUNT --amount N',
    fields: ['account', 'amount', 'currency', ...detailFields],
    change: async (call) => {
      const account = neededOf(call, 'account')
      const content = { account, amount: neededAmountOf(call), currency: optionOf(call, 'currency') }
      return (details) => ({ kind: 'write_off', ...content, ...details })
    },
  },
  reversal: {
    form: '--of TRANSACTION',
    fields: ['of', ...detailFields],
    change: async (call) => {
      const of = neededWholeOf(call, 'of')
      return (details) => ({ kind: 'reversal', of, ...details })
    },
  },
  'wallet-terms': {
    form: '--client C [--tier TIER] [--overdraft N]',
    fields: ['client', 'currency', 'tier', 'overdraft'],
    change: async (call) => {
      const [client, currency, tier] = [neededOf(call, 'client'), optionOf(call, 'currency'), optionOf(call, 'tier')]
      const overdraft = amountOf(call, 'overdraft')
      return () => ({ kind: 'wallet_terms', client, currency, tier, overdraft })
    },
  },
  setting: {
    form: '--name NAME --file FILE.json',
    fields: ['name', 'file'],
    change: async (call) => {
      const name = oneOf(neededOf(call, 'name'), settingNames, 'setting')
      const value = await readJsonFile(neededOf(call, 'file'), z.json())
      return () => ({ kind: 'setting', name: SettingName.parse(name), value })
    },
  },
  currency: {
    form: '--code CCY --digits N',
    fields: ['code', 'digits'],
    change: async (call) => {
      const [code, digits] = [neededOf(call, 'code'), neededWholeOf(call, 'digits')]
      return () => ({ kind: 'currency', code, digits })
    },
  },
  'match-residue': {
    form: '--account ACCOUNT --lines N,N --postings N,N --to fee-expense|fee-income|write-off|suspense',
    fields: ['account', 'currency', 'lines', 'postings', 'to'],
    change: async (call) => {
      const asked = { account: neededOf(call, 'account'), currency: optionOf(call, 'currency') }
      const [lines, postings] = [numbersOf(call, 'lines'), numbersOf(call, 'postings')]
      const residueTo = oneOf(neededOf(call, 'to'), residueAccounts, 'account')
      return () => ({ kind: 'match_residue', ...asked, lines, postings, residueTo })
    },
  },
  'match-undo': {
    form: '--match ID',
    fields: ['match'],
    change: async (call) => {
      const match = neededWholeOf(call, 'match')
      return () => ({ kind: 'match_undo', match })
    },
  },
  webhook: {
    form: '--name NAME --url URL --events EVENT,EVENT [--endpoint ID, for one that there is]',
    fields: ['name', 'url', 'events', 'endpoint'],
    change: async (call) => {
      const [name, url, endpoint] = [neededOf(call, 'name'), neededOf(call, 'url'), wholeOf(call, 'endpoint')]
      const events = neededOf(call, 'events')
        .split(',')
        .map((each) => oneOf(each.trim(), webhookEventTypes, 'event'))
      return () => ({ kind: 'webhook_endpoint', endpoint, name, url, events })
    },
  },
  'period-close': {
    form: '--period 2026-01 (a month) or 2026-01-31 (a day)',
    fields: ['period'],
    change: async (call) => {
      const period = neededOf(call, 'period')
      return () => ({ kind: 'period_close', period })
    },
  },
} as const satisfies Readonly<Record<string, ShortForm>>
type ShortName = keyof typeof shortForms
const shortNames = Object.keys(shortForms) as readonly ShortName[]

const changeFields = [...new Set(Object.values<ShortForm>(shortForms).flatMap(({ fields }) => fields))]

export const proposeCommand: Command = {
  name: 'proposals propose',
  form: '(KIND ... | --change FILE) --reason TEXT',
  summary: 'propose a change for a second person; "help proposals propose" lists the kinds',
  details: `KIND is one of
${Object.entries<ShortForm>(shortForms)
  .map(([name, { form }]) => `  ${name} ${form}`)
  .join('\n')}
Every other change, and these too, can come as JSON in FILE, - for standard input: { "kind": "deposit", "client": "c1",
"amount": 5000 }, with the fields that the API has for it. Amounts are whole minor units.
--key K makes it safe to ask again: the same key and content answer the same proposal. Without it a random one is used
and said. --simulate proposes nothing and answers what the change would do now.`,
  positionals: { min: 0, max: 1 },
  options: {
    change: { kind: 'text', value: 'FILE' },
    ...optionsOf('reason', 'key', 'initiated-by', ...changeFields),
    simulate: { kind: 'flag' },
  },
  run: propose,
}

async function propose(call: Call): Promise<Answer> {
  const read = await changeOf(call)
  const simulate = flagOf(call, 'simulate')
  const reason = simulate ? '' : neededOf(call, 'reason')
  return signedIn(call, async (client) => {
    const figures = await figuresOf(client)
    const change = read(detailsOf(call, figures.zone))
    if (simulate) {
      const document = await client.proposals.simulate({ change })
      return { document, text: effectText(document.effect, figures) }
    }
    const key = optionOf(call, 'key') ?? randomUUID()
    // Said before it is used: whoever hears no answer may ask again with it.
    if (optionOf(call, 'key') === undefined) call.output.say(said.keyUsed(key))
    return proposed(client, { change, reason, key, initiatedBy: optionOf(call, 'initiated-by') })
  })
}

async function changeOf(call: Call): Promise<(details: Details) => Change> {
  const given = call.positionals[0]
  const file = optionOf(call, 'change')
  const foreign = (allowed: readonly Field[]): Field | undefined =>
    changeFields.find((field) => !allowed.includes(field) && optionOf(call, field) !== undefined)
  if (given === undefined) {
    if (file === undefined) throw new UsageError({ is: 'argument_missing' })
    const other = foreign([])
    if (other !== undefined) throw new UsageError({ is: 'options_clash', option: `--${other}`, other: '--change' })
    const change = await readJsonFile(file, ProposedChange)
    return () => change
  }
  if (file !== undefined) throw new UsageError({ is: 'options_clash', option: '--change', other: given })
  const short: ShortForm = shortForms[oneOf(given, shortNames, 'kind of change')]
  const other = foreign(short.fields)
  if (other !== undefined) throw new UsageError({ is: 'options_clash', option: `--${other}`, other: given })
  return short.change(call)
}

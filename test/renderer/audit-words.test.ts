/**
 * Whatever the engine writes into the audit chain has words in both languages. Actions are read from the engine's sources,
 * where each record names its own; outcomes from the types of its commands, so that a new one does not compile unnoticed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import type { commands } from '../../engine/commands.ts'
import { batchRules } from '../../engine/contract/agreements.ts'
import { ChainProblem } from '../../engine/contract/audit.ts'
import { caseActions } from '../../engine/contract/case-actions.ts'
import { operationContent } from '../../engine/contract/operations.ts'
import type { InputOf, OutcomeOf } from '../../engine/store/command.ts'
import { outcomeWords } from '../../renderer/audit/columns.ts'
import { textOfCode } from '../../renderer/messages/use-text.ts'
import { chinese, english } from './text.ts'

type All = typeof commands
type Status = { [N in keyof All]: Extract<OutcomeOf<All[N]>, { status: string }>['status'] }[keyof All]
type Judged = OutcomeOf<All['ingest.judge']>['state']
type Noted = InputOf<All['users.noteSignIn']>['outcome'] | InputOf<All['jobs.end']>['outcome']

const statuses: Readonly<Record<Status | Judged | Noted, true>> = {
  above_own_bound: true,
  accepted: true,
  account_exists: true,
  account_not_meant_for_this: true,
  account_not_reconciled: true,
  account_too_small: true,
  account_unknown: true,
  address_waits: true,
  agreement_unchanged: true,
  agreement_unusable: true,
  already_answered: true,
  answer_unusable: true,
  answers_unreachable: true,
  approval_needed: true,
  asked: true,
  balance_too_large: true,
  bank_transaction_known: true,
  batch_not_held: true,
  begun: true,
  report_changed: true,
  report_name_taken: true,
  too_many_reports: true,
  batch_not_posted: true,
  batch_partly_posted: true,
  batch_undecided: true,
  batch_unknown: true,
  braked: true,
  unknown_client: true,
  caller_agreed_by_oneself: true,
  caller_expired: true,
  order_ambiguous: true,
  order_unknown: true,
  caller_expiry_unusable: true,
  caller_name_taken: true,
  caller_needs_producer: true,
  caller_stopped: true,
  caller_unchanged: true,
  caller_unknown: true,
  cancelled: true,
  case_barred: true,
  case_moved: true,
  choose: true,
  client_needed: true,
  contact_missing: true,
  contact_moved: true,
  currency_exists: true,
  currency_unknown: true,
  date_in_future: true,
  days_in_future: true,
  days_reversed: true,
  days_too_many: true,
  delivered: true,
  delivery_under_way: true,
  done: true,
  earlier_days_open: true,
  effect_moved: true,
  empty: true,
  ended: true,
  event_known_with_other_content: true,
  exceeds_left: true,
  exception_resolved: true,
  exception_unknown: true,
  expected_over: true,
  failed: true,
  fund_request_over: true,
  gateway_in_other_currency: true,
  gateway_unknown: true,
  given_up: true,
  go: true,
  gone: true,
  held: true,
  hold_ended: true,
  hold_unknown: true,
  hung_on_wall: true,
  insufficient_funds: true,
  item_matched: true,
  item_after_opening: true,
  item_not_in_opening: true,
  item_not_split: true,
  no_mail_server: true,
  no_opening_balance: true,
  item_split: true,
  item_unknown: true,
  key_reused_with_other_content: true,
  last_admin: true,
  limit_exceeded: true,
  line_does_not_pay: true,
  line_needed: true,
  line_not_of_a_payer: true,
  line_posted_before: true,
  match_undone: true,
  match_unknown: true,
  message_not_failed: true,
  message_not_waiting: true,
  more: true,
  no_such_delivery: true,
  no_such_link: true,
  not_found: true,
  not_of_this_kind: true,
  not_own_proposal: true,
  not_permitted: true,
  not_sending: true,
  not_waiting: true,
  nothing_left: true,
  only_payments: true,
  overdraft_in_use: true,
  own_proposal: true,
  part_of_other_sign: true,
  parts_differ: true,
  period_closed: true,
  period_not_over: true,
  posted: true,
  posting: true,
  problems: true,
  producer_exists: true,
  producer_moved: true,
  producer_not_suspended: true,
  producer_suspended: true,
  producer_unknown: true,
  policy_unusable: true,
  proposal_decided: true,
  proposal_expired: true,
  proposed: true,
  question_open: true,
  question_over: true,
  read: true,
  received: true,
  refund_barred: true,
  refused: true,
  rejected: true,
  repeated: true,
  replay_under_way: true,
  replayed: true,
  residue_posted: true,
  reverse_instead: true,
  row_client_unknown: true,
  row_not_in_exception: true,
  row_unreadable: true,
  row_unusable: true,
  rows_lack_money: true,
  rows_too_many: true,
  running: true,
  same_wallet: true,
  sealed: true,
  sealed_already: true,
  sent: true,
  setting_managed: true,
  setting_unchanged: true,
  setting_unusable: true,
  signed_in: true,
  signed_out: true,
  skipped: true,
  snooze_unusable: true,
  started: true,
  stopped: true,
  sums_differ: true,
  tier_unknown: true,
  to_be_tried_again: true,
  too_large: true,
  too_many_exports: true,
  too_many_attempts: true,
  too_many_letters: true,
  too_many_open: true,
  transaction_unknown: true,
  tried: true,
  tx_id_taken: true,
  user_exists: true,
  user_unknown: true,
  version_moved: true,
  virtual_account_exists: true,
  virtual_account_unknown: true,
  virtual_ibans_off: true,
  virtual_ibans_used_up: true,
  wallet_closed: true,
  wallet_exists: true,
  wallet_frozen: true,
  wallet_not_empty: true,
  wallet_unknown: true,
  webhook_name_taken: true,
  webhook_not_listed: true,
  webhook_removed: true,
  webhook_unchanged: true,
  webhook_unknown: true,
  webhook_url_unusable: true,
  wrong_credentials: true,
}
/** What is no status of a command: said by a record itself, or by those who write one beside a command. */
const ownWords = [
  'done_in_set_up',
  'missing',
  'goes_on',
  'begun',
  'consistent',
  'differences',
  'intact',
  'agrees',
  'differs',
  'unreadable',
  'not_permitted',
  'forged',
  'uncertain',
  'failing',
  'recovered',
  'sent_again',
  'signature_missing',
  'signature_unreadable',
  'signature_wrong',
  'signature_old',
  'event_unreadable',
  'address_not_listed',
  'unknown_key',
]
const outcomes = [...Object.keys(statuses), ...ownWords, ...ChainProblem.options, ...batchRules]

type Node = Readonly<{ type: string } & Record<string, unknown>>
type Written = Readonly<{ actions: readonly string[]; outcomes: readonly string[]; unknown: readonly string[] }>

const engine = fileURLToPath(new URL('../../engine', import.meta.url))
const programs = readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/^(contract|cli|store)[\\/]|^audit[\\/]list\.ts/.test(name))
  .map((name) => ({ name, program: parseSync(name, readFileSync(path.join(engine, name), 'utf8')).program }))

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item)
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') yield value as Node
    for (const child of Object.values(value)) yield* nodesOf(child)
  }
}

/** The actions and the literal outcomes of all records; what a record says in another form is unknown to this test. */
function written(): Written {
  const found = { actions: new Set<string>(), outcomes: new Set<string>(), unknown: new Set<string>() }
  for (const { name, program } of programs) {
    const nodes = [...nodesOf(program)]
    const named = constantsOf(nodes)
    for (const node of nodes) {
      if (node.type === 'CallExpression' && (node.callee as Node).name === 'recordOf') {
        const [first] = node.arguments as Node[]
        for (const text of literalsIn(first, named)) found.actions.add(text)
      }
      const { action, outcome } = propertiesOf(node)
      if (action === undefined || outcome === undefined) continue
      const texts = literalsIn(action, named)
      for (const text of texts) found.actions.add(text)
      // The two functions of this name are given their action by each who calls them.
      if (texts.length === 0 && !(action.type === 'Identifier' && action.name === 'action')) found.unknown.add(name)
      for (const text of literalsIn(outcome, named)) found.outcomes.add(text)
    }
  }
  return { actions: [...found.actions], outcomes: [...found.outcomes], unknown: [...found.unknown] }
}

function propertiesOf(node: Node): Readonly<Record<string, Node | undefined>> {
  if (node.type !== 'ObjectExpression') return {}
  const properties = (node.properties as Node[]).filter(({ type }) => type === 'Property')
  return Object.fromEntries(properties.map(({ key, value }) => [String((key as Node).name), value as Node]))
}

function constantsOf(nodes: readonly Node[]): ReadonlyMap<unknown, Node> {
  const declared = nodes.filter(({ type, init }) => type === 'VariableDeclarator' && init !== null)
  return new Map(declared.map(({ id, init }) => [(id as Node).name, init as Node]))
}

/** Every text that an expression may come to, as far as it is written where it stands or in a constant of the file. */
function literalsIn(node: Node | undefined, named: ReadonlyMap<unknown, Node>): readonly string[] {
  if (node === undefined) return []
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : []
  if (node.type === 'ConditionalExpression')
    return [...literalsIn(node.consequent as Node, named), ...literalsIn(node.alternate as Node, named)]
  if (node.type === 'LogicalExpression') return literalsIn(node.right as Node, named)
  if (node.type === 'Identifier' && named.has(node.name)) {
    const constant = named.get(node.name)
    return constant?.type === 'Identifier' ? [] : literalsIn(constant, named)
  }
  if (node.type !== 'TemplateLiteral') return []
  // Actions with a gap are those of money moved by hand, named for its kind, and those of cases, named for the deed.
  const [first] = node.quasis as { value: { cooked: string } }[]
  const prefix = first?.value.cooked ?? ''
  const names = prefix === 'exceptions.' ? caseActions : movingKinds
  return names.map((name) => `${prefix}${name}`)
}

/** A hold moves no money. */
const movingKinds = Object.keys(operationContent).filter((kind) => kind !== 'hold')

const records = written()

describe('the audit screen has words', () => {
  it('for what the sources of the engine say in a form that this test reads', () => {
    expect(records.unknown).toEqual([])
    expect(records.actions.length).toBeGreaterThan(50)
    expect(records.outcomes.filter((outcome) => !outcomes.includes(outcome))).toEqual([])
  })

  it.each(records.actions)('for the action %s', (action) => {
    expect(textOfCode(english, 'action', action)).not.toBe(action)
    expect(textOfCode(chinese, 'action', action)).not.toBe(action)
  })

  it.each(outcomes)('for the outcome %s', (outcome) => {
    expect(outcomeWords(outcome, english)).not.toBe(outcome)
    expect(outcomeWords(outcome, chinese)).not.toBe(outcome)
  })
})

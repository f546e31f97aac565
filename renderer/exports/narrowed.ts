/** What a table is narrowed by and how it is ordered, in words. Pure. */
import type { ExportSource } from '../../engine/contract/export-sources.ts'
import { isMessageId, type MessageId } from '../messages/messages.ts'
import { type CodeKind, type Text, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type Parameters = Readonly<Record<string, unknown>>
export type Narrowing = Readonly<{ name: string; value: string }>

type Writing = Readonly<{
  text: Text
  formats: Pick<Formats, 'instant' | 'money' | 'currency'>
  /** A producer by its number, where it is known. */
  producerName?: (id: number) => string | undefined
  /** An address that webhooks go to, likewise. */
  endpointName?: (id: number) => string | undefined
}>

export function narrowings(source: ExportSource, parameters: Parameters, writing: Writing): readonly Narrowing[] {
  const { text } = writing
  const { by, direction, ...filter } = parameters
  const named = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [{ name: nameOf(source, name, text), value: valueWords(source, { name, value, parameters }, writing) }],
  )
  if (typeof by !== 'string') return named
  const order = { name: text('export.by.order'), value: orderWords(source, { by, direction }, text) }
  return [...named, order]
}

/** A word of the table's own goes before the one that all tables share. */
const nameOf = (source: ExportSource, name: string, text: Text): string =>
  firstOf([`export.by.${source}.${name}`, `export.by.${name}`], text) ?? name

type Given = Readonly<{ name: string; value: unknown; parameters: Parameters }>

function valueWords(source: ExportSource, { name, value, parameters }: Given, writing: Writing): string {
  if (Array.isArray(value))
    return value.map((each: unknown) => valueWords(source, { name, value: each, parameters }, writing)).join(', ')
  const { text, formats, producerName, endpointName } = writing
  if (typeof value === 'boolean') return text(value ? 'export.yes' : 'export.no')
  if (instants.has(name)) return formats.instant(String(value))
  if (amounts.has(name) && typeof value === 'number') {
    const currency = typeof parameters.currency === 'string' ? parameters.currency : formats.currency
    return `${currency} ${formats.money(value, currency)}`
  }
  if (name === 'producer' && typeof value === 'number') return producerName?.(value) ?? String(value)
  if (name === 'endpoint' && typeof value === 'number') return endpointName?.(value) ?? String(value)
  return codeWords(source, name, String(value), text)
}

const instants: ReadonlySet<string> = new Set([
  'at',
  'dueBefore',
  'dueAfter',
  'raisedFrom',
  'raisedBefore',
  'resolvedFrom',
  'resolvedBefore',
])
const amounts: ReadonlySet<string> = new Set(['amount', 'amountFrom', 'amountTo'])

/** A code that no words are known for is shown as it is. */
function codeWords(source: ExportSource, name: string, value: string, text: Text): string {
  const coded = codes[`${source} ${name}`]
  if (coded !== undefined) return textOfCode(text, coded, value)
  return firstOf((words[`${source} ${name}`] ?? plain)(value), text) ?? value
}

const codes: Readonly<Record<string, CodeKind>> = {
  'postings kind': 'posting',
  'proposals kind': 'change',
  'exceptions code': 'rule',
  'batch_rows code': 'rule',
  'audit_records action': 'action',
  'webhook_deliveries type': 'webhook',
  'job_runs job': 'job',
}

type Ids = (value: string) => readonly string[]

const plain: Ids = () => []

const words: Readonly<Record<string, Ids>> = {
  'exceptions status': (value) => [`export.status.${value}`, `case.status.${value}`],
  'exceptions severity': (value) => [`case.severity.${value}`],
  'exceptions resolution': (value) => [`case.resolution.${value}`],
  'exceptions waitingFor': (value) => [`case.waiting.${value}`],
  'exceptions snoozed': (value) => [`queue.snoozed.${value}`],
  'exceptions scope': (value) => [`export.scope.${value}`],
  'batches state': (value) => [`batch.state.${value}`],
  'batch_rows outcome': (value) => [`batch.outcome.${value}`],
  'accounts kind': (value) => [`account.kind.${value}`],
  'open_items side': (value) => [`reconcile.side.${value}`],
  'open_items way': (value) => [`export.way.${value}`],
  'matches state': (value) => [`match.state.${value}`],
  'proposals state': (value) => [`proposal.state.${value}`],
  'statements state': (value) => [`statements.state.${value}`],
  'fund_requests state': (value) => [`funds.state.${value}`],
  'expected_payments kind': (value) => [`expected.kind.${value}`],
  'expected_payments state': (value) => [`expected.state.${value}`],
  'webhook_deliveries state': (value) => [`webhooks.state.${value}`],
}

type Order = Readonly<{ by: string; direction: unknown }>

/** A column of the table by its title, which is what the order is called too. */
function orderWords(source: ExportSource, { by, direction }: Order, text: Text): string {
  const column = firstOf([`export.order.${by}`], text) ?? columnTitle(source, by, text)
  const way: MessageId = direction === 'descending' ? 'export.descending' : 'export.ascending'
  return text(way, { column })
}

/** Which way it is said is an open set: what somebody's newer engine knows stands as it is. */
function firstOf(ids: readonly string[], text: Text): string | undefined {
  const known = ids.find(isMessageId)
  return known === undefined ? undefined : text(known)
}

export const columnTitle = (source: ExportSource, id: string, text: Text): string =>
  firstOf([`export.column.${source}.${id}`, `export.column.${id}`], text) ?? id

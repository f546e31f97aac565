/** What the engine found, as lines of the palette: what each is called, what else is known of it, and where it is. Pure. */
import type { FoundGroup, SearchAnswer, SearchHit } from '../../engine/contract/search.ts'
import { kindWords } from '../approvals/change-words.ts'
import { assertNever } from '../assert-never.ts'
import { caseAddress, caseName, standingWord } from '../case/standing.ts'
import { expectedAddress } from '../expected/address.ts'
import {
  accountAddress,
  batchAddress,
  clientAddress,
  producerAddress,
  proposalAddress,
  transactionAddress,
} from '../ledger/address.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type HitLine = Readonly<{ label: string; about: string; address: string }>

type Words = Readonly<{ text: Text; formats: Pick<Formats, 'money' | 'signedMoney' | 'instant'> }>

export function lineOf(hit: SearchHit, words: Words): HitLine {
  const { text, formats } = words
  switch (hit.kind) {
    case 'transaction': {
      const what = textOfCode(text, 'posting', hit.what)
      const label = text('transaction.title', { transaction: String(hit.transaction) })
      const about = joined(hit.name, what, moneyOf(hit, words), hit.client, formats.instant(hit.at))
      return { label, about, address: transactionAddress(hit.transaction) }
    }
    case 'row': {
      const place = text('trace.file_line', { file: hit.file, line: hit.line })
      const about = joined(text(`palette.row.${hit.state}`), moneyOf(hit, words), hit.client, place)
      return { label: hit.name, about, address: `${batchAddress(hit.batch)}&line=${hit.line}` }
    }
    case 'client':
      return {
        label: hit.client,
        about: joined(hit.name, text(`client.state.${hit.state}`)),
        address: clientAddress(hit.client),
      }
    case 'producer':
      return {
        label: hit.name,
        about: joined(String(hit.producer), hit.code, text(`producer.state.${hit.state}`)),
        address: producerAddress(hit.producer),
      }
    case 'batch': {
      const about = joined(
        text('batch.title', { id: String(hit.batch) }),
        text(`batch.state.${hit.state}`),
        hit.producerName,
        formats.instant(hit.receivedAt),
      )
      return { label: hit.file, about, address: batchAddress(hit.batch) }
    }
    case 'exception':
    case 'proposal':
    case 'fund_request':
    case 'expected':
      return decisionLine(hit, words)
    case 'statement':
    case 'statement_file':
    case 'account':
    case 'user':
      return paperLine(hit, words)
    default:
      return assertNever(hit)
  }
}

type Of<K extends SearchHit['kind']> = Extract<SearchHit, { kind: K }>

function decisionLine(hit: Of<'exception' | 'proposal' | 'fund_request' | 'expected'>, words: Words): HitLine {
  const { text, formats } = words
  switch (hit.kind) {
    case 'exception':
      return {
        label: `${caseName(hit.exception)} · ${textOfCode(text, 'rule', hit.code)}`,
        about: joined(standingWord(hit, text), hit.producerName, hit.client, moneyOf(hit, words)),
        address: caseAddress(hit.exception),
      }
    case 'proposal':
      return {
        label: `P-${hit.proposal} · ${kindWords(text, hit.what)}`,
        about: joined(text(`proposal.state.${hit.state}`), moneyOf(hit, words)),
        address: proposalAddress(hit.proposal),
      }
    case 'fund_request':
      return {
        label: hit.reference,
        about: joined(text(`funds.state.${hit.state}`), hit.client, moneyOf(hit, words)),
        address: `/fund-requests?open=${hit.request}`,
      }
    case 'expected': {
      const money = `${hit.currency} ${formats.signedMoney(hit.amount, hit.currency)}`
      return {
        label: hit.reference,
        about: joined(
          text(`expected.part.${hit.part}`),
          text(`expected.state.${hit.state}`),
          hit.client ?? hit.producerName,
          money,
        ),
        address: expectedAddress(hit.expected),
      }
    }
    default:
      return assertNever(hit)
  }
}

function paperLine(hit: Of<'statement' | 'statement_file' | 'account' | 'user'>, words: Words): HitLine {
  const { text } = words
  switch (hit.kind) {
    case 'statement': {
      const { statement, number, account, from, to } = hit
      const days = from === to ? from : text('palette.statement.days', { from, to })
      const label = joined(text('statements.title', { id: String(statement) }), number)
      return {
        label,
        about: joined(text(`statements.state.${hit.state}`), account, days),
        address: `/statements?open=${statement}`,
      }
    }
    case 'statement_file':
      return {
        label: hit.name,
        about: joined(text(`statements.file.state.${hit.state}`), hit.source),
        address: `/statements?part=files&file=${hit.file}`,
      }
    case 'account':
      return {
        label: hit.account,
        about: `${hit.currency} ${words.formats.money(hit.balance, hit.currency)}`,
        address: accountAddress(hit.account, hit.currency),
      }
    case 'user':
      return {
        label: hit.displayName,
        about: joined(hit.user, text(`user.state.${hit.state}`)),
        address: `/settings/users?${new URLSearchParams({ open: hit.user })}`,
      }
    default:
      return assertNever(hit)
  }
}

const moneyOf = (
  { amount, currency }: Readonly<{ amount: number | null; currency: string | null }>,
  { formats }: Words,
): string | null => (amount === null || currency === null ? null : `${currency} ${formats.money(amount, currency)}`)

const joined = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' · ')

export type Further = Readonly<{ label: string; address: string }>

/** The list that shows all of what a group shows the first of; null where no list can be asked for that. */
export function furtherOf({ group, hits, more }: FoundGroup, query: string, text: Text): Further | null {
  if (!more) return null
  const label = text('palette.more', { query })
  switch (group) {
    case 'transactions':
      return { label, address: withQuery('/ledger', { tab: 'postings', text: query }) }
    case 'clients':
      return { label, address: withQuery('/clients', { search: query }) }
    case 'batches':
      return { label, address: withQuery('/batches', { file: query }) }
    case 'accounts':
      return { label, address: withQuery('/ledger', { tab: 'accounts', search: query }) }
    case 'fund_requests':
      return { label, address: withQuery('/fund-requests', { reference: query }) }
    case 'exceptions': {
      // A number is that of one alone, so where there are more than a few it was an amount.
      const last = hits.at(-1)
      if (last?.kind !== 'exception' || last.amount === null) return null
      const bound = String(last.amount)
      return { label: text('palette.more.amount'), address: withQuery('/exceptions', { least: bound, most: bound }) }
    }
    case 'rows':
    case 'producers':
    case 'proposals':
    case 'expected':
    case 'statements':
    case 'users':
      return null
    default:
      return assertNever(group)
  }
}

const withQuery = (path: string, values: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(values)}`

/** Postings of an amount are looked through in their own list, which says how far it has looked. */
export function amountLine({ amount }: Pick<SearchAnswer, 'amount'>, { text, formats }: Words): Further | null {
  if (amount === null) return null
  const { currency } = amount
  const label = text('palette.amount', { currency, money: formats.money(amount.amount, currency) })
  return { label, address: withQuery('/ledger', { tab: 'postings', amount: String(amount.amount) }) }
}

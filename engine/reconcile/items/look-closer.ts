/** What is read again of the few items that are looked at closely: who it was, and what was kept of it. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import type { Sameness } from '../passes/amount.ts'
import type { Look } from '../passes/passes.ts'
import { normalReference } from '../references/reference-key.ts'
import { type ItemSet, originAt } from './item-set.ts'

type LineSaid = Readonly<{
  name: string | null
  account: string | null
  refs: string
  text: string
  rest: string | null
}>
/** Who a posting is of, each as the words of a name; and whether one of them is what people call them. */
type Counterparty = Readonly<{
  names: readonly (readonly string[])[]
  isKnownByName: boolean
  reference: string | null
}>
type Said = Readonly<{ words: ReadonlySet<string>; text: string; isNamed: boolean; isReferred: boolean }>

const nameLettersMin = 4

export function lookAt(
  raw: Database,
  account: number,
  { lines, postings }: Readonly<{ lines: ItemSet; postings: ItemSet }>,
): Look {
  const { line, counterparty, contact } = statementsOf(raw)
  const saidOf = remembered((id: number): Said => {
    const { name, account: number, refs, text, rest } = line.get(id) as LineSaid
    const all = `${name ?? ''} ${number ?? ''} ${text} ${rest === null ? '' : partiesOf(rest)}`
    const kinds = (JSON.parse(refs) as readonly (readonly [string, string])[]).map(([kind]) => kind)
    return {
      words: new Set([...wordsOf(all), ...all.split(/\s+/).map(normalReference)]),
      text: normalReference(text),
      isNamed: name !== null,
      isReferred: kinds.some((kind) => ofThePayer.has(kind)),
    }
  })
  const partyOfPosting = remembered((seq: number): Counterparty => {
    const found = counterparty.get({ account, seq }) as Readonly<{
      client: string | null
      producer: string | null
      reference: string | null
    }>
    const known = found.client === null ? null : (contact.get(found.client) as string | undefined)
    const names = [found.client, found.producer, known ?? null]
      .flatMap((name) => (name === null ? [] : [wordsOf(name), [normalReference(name)]]))
      .filter((words) => words.join('').length >= nameLettersMin)
    return {
      names,
      isKnownByName: typeof known === 'string',
      reference: found.reference === null ? null : normalReference(found.reference),
    }
  })
  return {
    // What a line says was kept of it was kept of the whole of it.
    chargesOf: (at) => (lines.origins.has(at) ? 0 : chargesOf((line.get(lines.ids[at]) as LineSaid).rest)),
    partyOf: (at, posting) => sameness(saidOf(originAt(lines, at)), partyOfPosting(originAt(postings, posting))),
  }
}

/**
 * Every word of a name has to be there; a name that is there and is not theirs makes it somebody else. Where both have a
 * reference that the payer chose, they are not the same one, or it would have been found: the same client pays twice.
 */
function sameness(said: Said, posted: Counterparty): Sameness {
  if (posted.reference !== null && isWithin(said.text, posted.reference)) return 'same'
  const isNamed = posted.names.some((name) => name.every((word) => said.words.has(word)))
  if (isNamed) return said.isReferred && posted.reference !== null ? 'unknown' : 'same'
  return said.isNamed && posted.isKnownByName ? 'other' : 'unknown'
}

const referenceLettersMin = 8

/** A reference as a person types it into a text, with spaces anywhere; not the beginning of a longer number. */
function isWithin(text: string, reference: string): boolean {
  if (reference.length < referenceLettersMin || !/\d/.test(reference)) return false
  const at = text.indexOf(reference)
  return (
    at >= 0 &&
    !/\d/.test(text[at + reference.length] ?? '') &&
    !/\d/.test(/^\d/.test(reference) ? (text[at - 1] ?? '') : '')
  )
}

/** References that come from whoever pays, and not from a bank in between. */
const ofThePayer: ReadonlySet<string> = new Set(['end_to_end', 'customer', 'remittance', 'instruction'])

const wordsOf = (text: string): readonly string[] =>
  text
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

type Rest = Readonly<{
  charges?: readonly Readonly<{ amount: number; isIncluded: boolean }>[]
  details?: readonly Readonly<{
    party?: Readonly<{ name: string | null; account: string | null }> | null
    charges?: readonly Readonly<{ amount: number; isIncluded: boolean }>[]
  }>[]
}>

const partiesOf = (rest: string): string =>
  ((JSON.parse(rest) as Rest).details ?? [])
    .map(({ party }) => `${party?.name ?? ''} ${party?.account ?? ''}`)
    .join(' ')

/** What the line's amount lacks, because it was kept before; the line says so once, or each of its details. */
function chargesOf(rest: string | null): number {
  if (rest === null) return 0
  const { charges = [], details = [] } = JSON.parse(rest) as Rest
  const stated = charges.length > 0 ? charges : details.flatMap((detail) => detail.charges ?? [])
  return stated.reduce((sum, { amount, isIncluded }) => (isIncluded ? sum + Math.abs(amount) : sum), 0)
}

const rememberedMax = 10_000

function remembered<T>(find: (id: number) => T): (id: number) => T {
  const known = new Map<number, T>()
  return (id) => {
    const before = known.get(id)
    if (before !== undefined) return before
    if (known.size === rememberedMax) known.clear()
    const found = find(id)
    known.set(id, found)
    return found
  }
}

const statementsOf = perConnection((raw) => ({
  line: raw.prepare(
    'SELECT party_name AS name, party_account AS account, refs, text, rest FROM statement_line WHERE id = ?',
  ),
  counterparty: raw.prepare(`
    SELECT other.client_id AS client, iif(other.kind = 'clearing', substr(other.code, 10), NULL) AS producer,
      entry.reference
    FROM movement LEFT JOIN entry ON entry.id = movement.entry JOIN account AS other ON other.id = iif(movement.debit = @account, movement.credit, movement.debit)
    WHERE movement.seq = @seq`),
  contact: raw.prepare('SELECT name FROM client_contact WHERE client_id = ?').pluck(),
}))

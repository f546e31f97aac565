/** What else a line says: references, whose money it was, words, and what the bank calls it. */
import type { LineReferenceKind, StatementMapping } from '../../contract/statement-mappings.ts'
import type { GuessReason, StatementField } from '../../contract/statement-previews.ts'
import { type LookedAt, nameScore, scoreIn } from './columns.ts'
import { referenceNames } from './words.ts'

export type OthersGuess = Readonly<
  Pick<StatementMapping, 'references' | 'party' | 'text'> & Pick<Partial<StatementMapping>, 'code' | 'returned'>
> &
  Readonly<{ reasons: readonly GuessReason[] }>

const wordFields = ['partyName', 'partyAccount', 'partyBank', 'text', 'code', 'returned'] as const
type Role = (typeof wordFields)[number] | LineReferenceKind
type Found = Readonly<{ column: LookedAt; role: Role; score: number; because: GuessReason['because'] }>

const kinds = Object.keys(referenceNames) as LineReferenceKind[]
const isKind = (role: Role): role is LineReferenceKind => kinds.some((kind) => kind === role)
const scoreMin = 0.35

export function guessOthers(columns: readonly LookedAt[]): OthersGuess {
  const named = columns.filter(({ filled }) => filled.length > 0).map(roleOf)
  const found = named.filter((one) => one !== null)
  // Of a table without names the longest words are what people read.
  const hasNames = columns.some(({ name }) => !/^\d+$/.test(name))
  if (!hasNames) found.push(...longestOf(columns, found))
  const of = (role: Role): string[] => found.filter((one) => one.role === role).map(({ column }) => column.name)
  const references = found.flatMap(({ column, role }) => (isKind(role) ? [{ column: column.name, kind: role }] : []))
  const [code] = of('code')
  const [returned] = of('returned')
  return {
    references: references.slice(0, 20),
    party: {
      name: of('partyName').slice(0, 20),
      account: of('partyAccount').slice(0, 20),
      bank: of('partyBank').slice(0, 20),
    },
    text: of('text').slice(0, 20),
    ...(code === undefined ? {} : { code }),
    ...(returned === undefined ? {} : { returned: { text: returned } }),
    reasons: found.map(reasonOf),
  }
}

function roleOf(column: LookedAt): Found | null {
  const scored = [
    ...wordFields.map((role) => ({ role, score: nameScore(role, column.name) })),
    ...kinds.map((role) => ({ role, score: scoreIn(referenceNames[role], column.name) })),
  ] satisfies { role: Role; score: number }[]
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one))
  // A day or an amount whose name only contains the word says something about it, as when a payout arrives.
  const isOther = best.score < 0.6 && (column.dates !== null || column.figures?.isWhole === false)
  return best.score < scoreMin || isOther ? null : { column, ...best, because: 'name' }
}

function longestOf(columns: readonly LookedAt[], found: readonly Found[]): readonly Found[] {
  const free = columns.filter(({ filled, figures, dates }) => filled.length > 0 && figures === null && dates === null)
  const others = free.filter((column) => !found.some((one) => one.column === column))
  const length = ({ values }: LookedAt): number => values.reduce((sum, value) => sum + value.length, 0)
  const [longest] = [...others].sort((one, other) => length(other) - length(one))
  return longest === undefined ? [] : [{ column: longest, role: 'text', score: 0.4, because: 'content' }]
}

function reasonOf({ column, role, score, because }: Found): GuessReason {
  const field: StatementField = isKind(role) ? 'reference' : role
  return { field, column: column.name, because, certainty: score >= 0.75 ? 'sure' : score >= 0.5 ? 'likely' : 'unsure' }
}

/** A line of a statement as it is kept: flat, with what every line has in columns and what few have beside it. */
import { dayNumberOf } from '../../calendar/day.ts'
import { maskCards } from '../../ingest/card.ts'
import type { Charge, Day, Detail, Reference, StatementLine } from '../statement.ts'

/** In the order of the columns of `statement_line`, because a million of them go from thread to thread. */
export type KeptLine = readonly [
  seq: number,
  place: number,
  day: number,
  valueDay: number | null,
  amount: number,
  isReversal: number,
  isPending: number,
  code: string | null,
  refs: string,
  partyName: string | null,
  partyAccount: string | null,
  text: string,
  rest: string | null,
]

/** Null when neither the line nor its statement says a day. */
export function keptLineOf(line: StatementLine, otherwise: number | null): KeptLine | null {
  const { seq, place, bookedOn, valueOn, amount, isReversal, isPending, code } = line
  const day = numberOf(bookedOn) ?? numberOf(valueOn) ?? otherwise
  if (day === null) return null
  const single = line.details.length === 1 ? (line.details[0] ?? null) : null
  const party = single?.party ?? null
  return [
    seq,
    place,
    day,
    numberOf(valueOn),
    amount,
    Number(isReversal),
    Number(isPending),
    code,
    refsOf([...line.references, ...(single?.references ?? [])]),
    party?.name == null ? null : maskCards(party.name),
    party?.account ?? null,
    textOf(line, single),
    restOf(line, single),
  ]
}

export const numberOf = (day: Day | null): number | null => (day === null ? null : dayNumberOf(day))

function refsOf(references: readonly Reference[]): string {
  const pairs = references.map(({ kind, value }) => JSON.stringify([kind, value]))
  return `[${[...new Set(pairs)].join(',')}]`
}

/** A payment that stands alone for its line says the same, or says what the line does not. */
function textOf({ text }: StatementLine, single: Detail | null): string {
  const more = single?.text ?? ''
  const whole =
    more === '' || text.includes(more) ? text : text === '' || more.includes(text) ? more : `${text} ${more}`
  return maskCards(whole)
}

type Rest = Readonly<{
  charges?: readonly Charge[]
  batch?: StatementLine['batch']
  details?: readonly Detail[]
  returned?: Detail['returned']
  bank?: string
  /** What was paid where that is not what the line comes to, or in another currency. */
  paid?: Readonly<{ amount: number | null; currency: string | null }>
}>

function restOf(line: StatementLine, single: Detail | null): string | null {
  const charges = [...line.charges, ...(single?.charges ?? [])]
  const rest: Rest = {
    ...(charges.length === 0 ? {} : { charges }),
    ...(line.batch === null ? {} : { batch: line.batch }),
    ...(line.details.length < 2 ? {} : { details: line.details.map(masked) }),
    ...(single === null ? {} : restOfSingle(line, single)),
  }
  return Object.keys(rest).length === 0 ? null : JSON.stringify(rest)
}

function restOfSingle(line: StatementLine, { amount, currency, returned, party }: Detail): Rest {
  const isOther = (amount !== null && amount !== line.amount) || (currency !== null && currency !== line.currency)
  return {
    ...(returned === null ? {} : { returned }),
    ...(party?.bank == null ? {} : { bank: party.bank }),
    ...(isOther ? { paid: { amount, currency } } : {}),
  }
}

function masked(detail: Detail): Detail {
  const { party } = detail
  return {
    ...detail,
    text: maskCards(detail.text),
    party: party?.name == null ? party : { ...party, name: maskCards(party.name) },
  }
}

/** What makes a mapping unusable though each of its fields is fine: contradictions that its shape can't say. */
import { type StatementMapping, StatementMapping as shape } from '../../contract/statement-mappings.ts'
import { dateFormatProblem } from '../../ingest/judge/date-pattern.ts'
import { columnsOf, labelsOf } from './names.ts'
import { folded } from './source.ts'

export type MappingProblem = Readonly<{ path: string; problem: string }>

export function problemsOfMapping(mapping: StatementMapping): readonly MappingProblem[] {
  return [
    ...shapeProblems(mapping),
    ...dateProblems(mapping),
    ...amountProblems(mapping),
    ...placeProblems(mapping),
    ...markProblems(mapping),
  ]
}

const shapeProblems = (mapping: StatementMapping): readonly MappingProblem[] =>
  (shape.safeParse(mapping).error?.issues ?? []).map(({ path, message }) => ({
    path: path.join('.'),
    problem: message,
  }))

function dateProblems({ dates, zone, bookedOn, valueOn }: StatementMapping): readonly MappingProblem[] {
  const formats = dates.flatMap((format, index) => {
    const problem = dateFormatProblem(format)
    return problem === null ? [] : [{ path: `dates.${index}`, problem }]
  })
  return [
    ...formats,
    ...(zone !== undefined && !isZone(zone) ? [{ path: 'zone', problem: `no zone is called ${zone}` }] : []),
    ...(bookedOn === undefined && valueOn === undefined
      ? [{ path: 'bookedOn', problem: 'a line needs a day: when it was booked, or when it counts' }]
      : []),
  ]
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    // The only way in which it says that there is no such zone.
    if (error instanceof RangeError) return false
    throw error
  }
}

function amountProblems({ amount, decimalMark, groupMark }: StatementMapping): readonly MappingProblem[] {
  const plain = amount.by === 'fees' ? [amount.gross, amount.net] : [amount]
  const both = plain.flatMap((one) => {
    if (one?.by !== 'direction') return []
    const credit = new Set(one.credit.map(folded))
    return one.debit.filter((word) => credit.has(folded(word)))
  })
  return [
    ...both.map((word) => ({ path: 'amount.debit', problem: `"${word}" means what came in already` })),
    ...(amount.by === 'fees' && amount.gross === undefined && amount.net === undefined
      ? [{ path: 'amount.net', problem: 'beside a fee it needs the whole amount or what is left' }]
      : []),
    ...(groupMark === decimalMark
      ? [{ path: 'groupMark', problem: 'one mark can not stand between thousands and before decimals' }]
      : []),
  ]
}

function placeProblems(mapping: StatementMapping): readonly MappingProblem[] {
  const { format, header, records, pendingRecords, balances } = mapping
  const numbered = format === 'csv' && !header
  const unnumbered = numbered ? columnsOf(mapping).filter((name) => !/^[1-9]\d{0,3}$/.test(name)) : []
  const ofLines = format === 'ndjson' ? [...labelsOf(mapping), ...[records, pendingRecords].filter(Boolean)] : []
  return [
    ...unnumbered.map((name) => ({
      path: 'header',
      problem: `without a header "${name}" has to be a column's number`,
    })),
    ...ofLines.map((name) => ({
      path: 'format',
      problem: `"${name}" stands outside of a line, where nothing is said`,
    })),
    ...(balances.opening !== undefined && balances.opening === balances.closing
      ? [{ path: 'balances.closing', problem: 'it has the label of the opening balance' }]
      : []),
    ...(pendingRecords !== undefined && pendingRecords === records
      ? [{ path: 'pendingRecords', problem: 'the same lines can not be booked and announced' }]
      : []),
  ]
}

/** A word of a column means one thing. */
function markProblems({ marks }: StatementMapping): readonly MappingProblem[] {
  const meanings = new Map<string, string>()
  return marks.flatMap(({ column, words, means }, index) =>
    words.flatMap((word) => {
      const key = JSON.stringify([column, folded(word)])
      const known = meanings.get(key) ?? means
      meanings.set(key, known)
      return known === means ? [] : [{ path: `marks.${index}`, problem: `"${word}" means ${known} already` }]
    }),
  )
}

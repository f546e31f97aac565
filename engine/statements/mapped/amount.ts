/** What a line comes to, in whichever of the ways a file says it, and the fees in it. */
import type { PlainAmount, StatementAmount } from '../../contract/statement-mappings.ts'
import { assertNever } from '../../invariant.ts'
import type { Charge } from '../statement.ts'
import type { Currency, ReadFigure } from './figure.ts'
import { folded, isUnread, type SourceRecord, type Unread } from './source.ts'

export type LineAmount = Readonly<{
  amount: number
  charges: readonly Charge[]
  /** What the payment was before fees, where that is another number. */
  gross: number | null
}>

export type ReadAmount = (record: SourceRecord, currency: Currency) => LineAmount | Unread

type Plain = Readonly<{ amount: number }>
type ReadPlain = (record: SourceRecord, currency: Currency) => Plain | Unread

export function amountReader(
  said: StatementAmount,
  { figure, isInverted }: Readonly<{ figure: ReadFigure; isInverted: boolean }>,
): ReadAmount {
  const sign = isInverted ? -1 : 1
  if (said.by === 'fees') return withFees(said, figure, sign)
  const read = plainReader(said, figure)
  return (record, currency) => {
    const plain = read(record, currency)
    return isUnread(plain) ? plain : { amount: signed(plain.amount, sign), charges: [], gross: null }
  }
}

/** Never the negative zero, which equals zero and prints as another. */
const signed = (amount: number, sign: number): number => amount * sign + 0

function plainReader(said: PlainAmount, figure: ReadFigure): ReadPlain {
  switch (said.by) {
    case 'sign':
      return (record, currency) => stated(record, said.column, currency, figure)
    case 'direction':
      return directed(said, figure)
    case 'columns':
      return split(said, figure)
    default:
      return assertNever(said)
  }
}

function stated(record: SourceRecord, column: string, currency: Currency, figure: ReadFigure): Plain | Unread {
  const text = record.text(column)
  if (text === '') return { code: 'field_missing', field: column, found: '' }
  const amount = figure(text, currency)
  return amount === null ? { code: 'amount_unreadable', field: column, found: text } : { amount }
}

function directed(said: Extract<PlainAmount, { by: 'direction' }>, figure: ReadFigure): ReadPlain {
  const credit = new Set(said.credit.map(folded))
  const debit = new Set(said.debit.map(folded))
  return (record, currency) => {
    const plain = stated(record, said.column, currency, figure)
    if (isUnread(plain)) return plain
    const found = record.text(said.direction)
    const word = folded(found)
    const isIn = credit.has(word)
    if (!isIn && !debit.has(word)) {
      return { code: found === '' ? 'field_missing' : 'field_unreadable', field: said.direction, found }
    }
    // The word says which way, and a sign beside it would say it again or the opposite.
    if (plain.amount < 0) return { code: 'amount_unreadable', field: said.column, found: record.text(said.column) }
    return { amount: signed(plain.amount, isIn ? 1 : -1) }
  }
}

function split(said: Extract<PlainAmount, { by: 'columns' }>, figure: ReadFigure): ReadPlain {
  return (record, currency) => {
    const credit = record.text(said.credit) === '' ? null : stated(record, said.credit, currency, figure)
    const debit = record.text(said.debit) === '' ? null : stated(record, said.debit, currency, figure)
    if (credit !== null && isUnread(credit)) return credit
    if (debit !== null && isUnread(debit)) return debit
    if (credit === null && debit === null) return { code: 'field_missing', field: said.credit, found: '' }
    const [into, out] = [credit?.amount ?? 0, debit?.amount ?? 0]
    // A row that moves money both ways is two, and which of them is meant can't be told.
    if (into !== 0 && out !== 0) return { code: 'amount_unreadable', field: said.debit, found: record.text(said.debit) }
    if (said.debitIsNegative && out > 0) {
      return { code: 'amount_unreadable', field: said.debit, found: record.text(said.debit) }
    }
    return { amount: into + signed(out, said.debitIsNegative ? 1 : -1) }
  }
}

type WithFees = Extract<StatementAmount, { by: 'fees' }>

function withFees(said: WithFees, figure: ReadFigure, sign: number): ReadAmount {
  const readGross = said.gross === undefined ? null : plainReader(said.gross, figure)
  const readNet = said.net === undefined ? null : plainReader(said.net, figure)
  return (record, currency) => {
    const gross = readGross?.(record, currency) ?? null
    if (gross !== null && isUnread(gross)) return gross
    const net = readNet?.(record, currency) ?? null
    if (net !== null && isUnread(net)) return net
    const isOut = (gross ?? net ?? { amount: 0 }).amount < 0
    const fees = feesOf(record, said.fees, { currency, figure, isOut })
    if (isUnread(fees)) return fees
    const kept = fees.charges.reduce((sum, { amount }) => sum + amount, 0)
    if (gross !== null && net !== null && gross.amount + kept !== net.amount) {
      const found = `${gross.amount} and ${kept} are not ${net.amount}`
      return { code: 'totals_differ', field: fees.field, found }
    }
    const whole = gross?.amount ?? (net?.amount ?? 0) - kept
    const left = net?.amount ?? whole + kept
    const isNet = said.line === 'net'
    return {
      amount: signed(isNet ? left : whole, sign),
      charges: fees.charges.map((charge) => ({ ...charge, amount: signed(charge.amount, sign), isIncluded: isNet })),
      gross: kept === 0 ? null : signed(whole, sign),
    }
  }
}

type Fees = Readonly<{ charges: readonly Charge[]; field: string }>

/** A charge that is kept goes out, so it is negative; one that is given back comes in. */
function feesOf(
  record: SourceRecord,
  fees: WithFees['fees'],
  { currency, figure, isOut }: Readonly<{ currency: Currency; figure: ReadFigure; isOut: boolean }>,
): Fees | Unread {
  const charges: Charge[] = []
  for (const { column, sign, text } of fees) {
    const found = record.text(column)
    const fee = found === '' ? 0 : figure(found, currency)
    if (fee === null || (sign === 'none' && fee < 0)) return { code: 'amount_unreadable', field: column, found }
    if (fee === 0) continue
    const isAsWritten = sign === 'effect' || (sign === 'none' && isOut)
    const amount = signed(fee, isAsWritten ? 1 : -1)
    charges.push({ amount, currency: currency.code, isIncluded: true, text: text ?? column })
  }
  return { charges, field: fees[0]?.column ?? '' }
}

import { readDay } from '../short-day.ts'
import type { Charge, Day, Reference } from '../statement.ts'
import { type DigitsOf, isUnread, negated, readAmount, readEntryDay, type Unread } from './figures.ts'
import { isReference } from './information.ts'

/** `:61:`, the line of a statement. */

export type Movement = Readonly<{
  valueOn: Day
  bookedOn: Day | null
  amount: number
  isReversal: boolean
  isPending: boolean
  kind: string
  references: readonly Reference[]
  /** What stands on its further lines, one by one. */
  supplement: readonly string[]
  /** What the payment was before charges, signed as the line. */
  original: Readonly<{ amount: number; currency: string }> | null
  charges: readonly Charge[]
}>

// The third letter of the currency may follow the mark (`CR` is a credit in EUR), hence `RCR` and `DR`. Some banks leave
// the entry date blank, some put a blank before the type, and some have types of three letters and a blank.
const MOVEMENT = /^(\d{6})(\d{4}| {4})?(R?[CD]|E[CD])([A-Z])?([\d,]+) ?([NFS][A-Z0-9 ]{3})(.*)$/

export function readMovement(lines: readonly string[], currency: string, digitsOf: DigitsOf): Movement | Unread {
  const [text = '', ...supplement] = lines
  const parts = MOVEMENT.exec(text)
  const valueOn = readDay(parts?.[1] ?? '')
  if (parts === null || valueOn === null) return { code: 'field_unreadable', found: text }
  const entry = (parts[2] ?? '').trim()
  const bookedOn = entry === '' ? null : readEntryDay(entry, valueOn)
  if (entry !== '' && bookedOn === null) return { code: 'field_unreadable', found: text }
  const unsigned = readAmount(parts[5] ?? '', currency, digitsOf)
  if (isUnread(unsigned)) return unsigned
  const mark = parts[3] ?? ''
  // A reversed debit brings money back in, and a reversed credit takes it away.
  const isIn = mark === 'C' || mark === 'EC' || mark === 'RD'
  const said = readSupplement(supplement.join(''), digitsOf)
  return {
    valueOn,
    bookedOn,
    amount: isIn ? unsigned : negated(unsigned),
    isReversal: mark.startsWith('R'),
    isPending: mark.startsWith('E'),
    kind: (parts[6] ?? '').trim(),
    references: readReferences(parts[7] ?? ''),
    supplement: supplement.map((line) => line.trim()).filter((line) => line !== ''),
    original: said.original && {
      ...said.original,
      amount: isIn ? said.original.amount : negated(said.original.amount),
    },
    charges: said.charges,
  }
}

function readReferences(text: string): readonly Reference[] {
  const at = text.indexOf('//')
  const customer = (at < 0 ? text : text.slice(0, at)).trim()
  const bank = at < 0 ? '' : text.slice(at + 2).trim()
  return [
    ...(isReference(customer) ? [{ kind: 'customer' as const, value: customer }] : []),
    ...(isReference(bank) ? [{ kind: 'bank' as const, value: bank }] : []),
  ]
}

/** `/OCMT/EUR11,85//CHGS/EUR0,50/`: what the payment was, and what the bank kept of it. */
function readSupplement(text: string, digitsOf: DigitsOf): Pick<Movement, 'original' | 'charges'> {
  const moneyOf = (code: string) => {
    const parts = new RegExp(`/${code}/([A-Z]{3})([\\d,]{1,16})/`).exec(text)
    const currency = parts?.[1] ?? ''
    const amount = parts === null ? null : readAmount(parts[2] ?? '', currency, digitsOf)
    // What isn't money there stays in the text: it is no part of the balance.
    return amount === null || isUnread(amount) ? null : { amount, currency }
  }
  const charge = moneyOf('CHGS')
  return {
    original: moneyOf('OCMT'),
    charges: charge === null ? [] : [{ ...charge, isIncluded: true, text: null }],
  }
}

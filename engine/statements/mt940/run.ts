import { assertNever } from '../../invariant.ts'
import type { Reading, StatementFault, StatementPiece, StatementTail } from '../statement.ts'
import { readInformation } from './dialect.ts'
import type { Field, FieldPiece } from './fields.ts'
import { isUnread, readAmount, readBalance } from './figures.ts'
import { readHead } from './head.ts'
import type { Information } from './information.ts'
import { lineOf } from './line.ts'
import { type Movement, readMovement } from './movement.ts'

/** One file being read: the message that its fields belong to, and the pieces that they came to. */

export type Run = {
  readonly reading: Reading
  readonly pieces: StatementPiece[]
  message: Message | null
  hasAny: boolean
  isOver: boolean
  place: number
}

type Message = {
  readonly id: string | null
  account: readonly string[] | null
  number: string
  /** That of the opening balance, and so of every line; null before it. */
  currency: string | null
  /** The line whose information may still come. */
  pending: { readonly movement: Movement; readonly place: number; information: Information | null } | null
  lines: number
  debits: number
  credits: number
  sum: number
  tail: StatementTail | null
}

/** Longer values are cut: what was found is for a person to recognise, and a hostile file has long ones. */
const foundMax = 80

export function newRun(reading: Reading): Run {
  return { reading, pieces: [], message: null, hasAny: false, isOver: false, place: 1 }
}

export function refuse(run: Run, fault: StatementFault): void {
  if (run.isOver) return
  run.isOver = true
  run.pieces.push({ is: 'fault', fault: { ...fault, found: fault.found.slice(0, foundMax) } })
}

export function takePiece(run: Run, piece: FieldPiece): void {
  if (run.isOver) return
  switch (piece.is) {
    case 'field':
      run.place = piece.field.place
      return takeField(run, piece.field)
    case 'end':
      return close(run)
    case 'other':
      return refuse(run, { code: 'not_this_format', place: piece.place, field: '2', found: piece.found })
    case 'stray':
      return refuse(run, { code: nothingReadable(run), place: piece.place, field: '', found: piece.found })
    case 'too_large':
      return refuse(run, { code: 'too_large', place: piece.place, field: piece.tag, found: '' })
    default:
      return assertNever(piece)
  }
}

export function endRun(run: Run): void {
  close(run)
  if (!run.hasAny) refuse(run, { code: 'not_this_format', place: run.place, field: '20', found: '' })
}

const nothingReadable = (run: Run): 'malformed' | 'not_this_format' => (run.hasAny ? 'malformed' : 'not_this_format')

function takeField(run: Run, field: Field): void {
  if (field.tag === '20') return begin(run, field)
  const message = run.message
  if (message === null) return refuseField(run, field, nothingReadable(run))
  switch (field.tag) {
    case '25':
    case '25P':
      message.account = field.lines
      return
    case '28':
    case '28C':
      message.number = (field.lines[0] ?? '').trim()
      return
    case '60F':
    case '60M':
      return takeOpening(run, message, field)
    case '61':
      return takeMovement(run, message, field)
    case '86':
      return takeInformation(run, message, field)
    case '62F':
    case '62M':
      return takeClosing(run, message, field)
    case '64':
      return takeAvailable(run, message, field)
    case '34F':
      // A limit before any opening balance is an MT942, which has no balances to hold its lines against.
      if (message.currency === null) refuseField(run, field, 'not_this_format')
      return
    default:
      // Balances to come, times and the banks' own fields say nothing of the account's lines.
      return
  }
}

function begin(run: Run, field: Field): void {
  // Without a sign of its end, a message ends where the next one begins.
  close(run)
  const id = (field.lines[0] ?? '').trim() || null
  const counts = { lines: 0, debits: 0, credits: 0, sum: 0 }
  run.message = { id, account: null, number: '', currency: null, pending: null, tail: null, ...counts }
}

function close(run: Run): void {
  const message = run.message
  if (message === null || run.isOver) return
  emitPending(run, message)
  if (message.currency === null) return refuse(run, missing(run, '60F'))
  if (message.tail === null) return refuse(run, { code: 'truncated', place: run.place, field: '62F', found: '' })
  run.pieces.push({ is: 'closed', tail: message.tail })
  run.hasAny = true
  run.message = null
}

function takeOpening(run: Run, message: Message, field: Field): void {
  if (message.account === null) return refuse(run, missing(run, '25'))
  if (message.currency !== null) return refuseField(run, field, 'malformed')
  const opening = readBalance(field.lines[0] ?? '', run.reading.digitsOf)
  if (isUnread(opening)) return refuse(run, { ...opening, place: field.place, field: field.tag })
  message.currency = opening.currency
  const { id, account, number } = message
  const head = readHead({ id, account, number, opening, digitsOf: run.reading.digitsOf })
  if (head.account === '') return refuse(run, missing(run, '25'))
  run.pieces.push({ is: 'opened', head })
}

function takeMovement(run: Run, message: Message, field: Field): void {
  emitPending(run, message)
  if (message.currency === null) return refuse(run, missing(run, '60F'))
  if (message.tail !== null) return refuseField(run, field, 'malformed')
  const movement = readMovement(field.lines, message.currency, run.reading.digitsOf)
  if (isUnread(movement)) return refuse(run, { ...movement, place: field.place, field: field.tag })
  message.pending = { movement, place: field.place, information: null }
}

function emitPending(run: Run, message: Message): void {
  if (message.pending === null || message.currency === null) return
  const { movement, place, information } = message.pending
  message.pending = null
  message.lines += 1
  message.sum += movement.amount
  if (movement.amount < 0) message.debits += 1
  else message.credits += 1
  const line = lineOf({ movement, information, place, seq: message.lines, currency: message.currency })
  run.pieces.push({ is: 'line', line })
}

function takeInformation(run: Run, message: Message, field: Field): void {
  if (message.tail !== null) return takeTotals(run, message, message.tail, field)
  // Before the first line it is about the statement, and a second one about the same line goes unread.
  if (message.pending !== null) message.pending.information ??= readInformation(field.lines)
}

function takeClosing(run: Run, message: Message, field: Field): void {
  emitPending(run, message)
  if (message.currency === null) return refuse(run, missing(run, '60F'))
  if (message.tail !== null) return refuseField(run, field, 'malformed')
  const closing = readBalance(field.lines[0] ?? '', run.reading.digitsOf)
  if (isUnread(closing)) return refuse(run, { ...closing, place: field.place, field: field.tag })
  if (closing.currency !== message.currency) return refuseField(run, field, 'malformed')
  message.tail = { closing, goesOn: field.tag === '62M', available: null, said: null }
}

function takeAvailable(run: Run, message: Message, field: Field): void {
  if (message.tail === null) return refuse(run, missing(run, '62F'))
  const available = readBalance(field.lines[0] ?? '', run.reading.digitsOf)
  if (isUnread(available)) return refuse(run, { ...available, place: field.place, field: field.tag })
  message.tail = { ...message.tail, available }
}

/** Behind the closing balance some banks count: `D000001C000003D768,51C768,51`. Other words there are for people. */
function takeTotals(run: Run, message: Message, tail: StatementTail, field: Field): void {
  const said = /^D(\d{6})C(\d{6})D([\d,]+)C([\d,]+)$/.exec((field.lines[0] ?? '').trim())
  if (said === null || tail.closing === null) return
  const { currency } = tail.closing
  const debits = Number(said[1])
  const credits = Number(said[2])
  const out = readAmount(said[3] ?? '', currency, run.reading.digitsOf)
  const into = readAmount(said[4] ?? '', currency, run.reading.digitsOf)
  if (isUnread(out) || isUnread(into)) return refuseField(run, field, 'amount_unreadable')
  const sum = into - out
  if (debits !== message.debits || credits !== message.credits || sum !== message.sum) {
    return refuseField(run, field, 'totals_differ')
  }
  message.tail = { ...tail, said: { lines: debits + credits, sum } }
}

function refuseField(run: Run, field: Field, code: StatementFault['code']): void {
  refuse(run, { code, place: field.place, field: field.tag, found: field.lines[0] ?? '' })
}

const missing = (run: Run, tag: string): StatementFault => ({
  code: 'field_missing',
  place: run.place,
  field: tag,
  found: '',
})

import { assertNever } from '../../invariant.ts'
import { readDay } from '../short-day.ts'
import type { Day, Reading, StatedBalance, StatementFault, StatementPiece } from '../statement.ts'
import { type Account, readAccount } from './account.ts'
import { type Bai2Record, fieldsOf, type RecordPiece } from './records.ts'
import { readTransaction } from './transaction.ts'

/** One file being read: where in it a record stands, and what its trailers must come to. */

type Level = { sum: bigint; records: number; parts: number }
type Group = Level & { readonly bank: string | null; readonly day: Day; readonly currency: string }
type Open = Level & { readonly account: Account; lines: number }

export type Run = {
  readonly reading: Reading
  readonly pieces: StatementPiece[]
  file: (Level & { readonly id: string | null }) | null
  group: Group | null
  open: Open | null
  hasAny: boolean
  isOver: boolean
  place: number
}

/** Longer values are cut: what was found is for a person to recognise, and a hostile file has long ones. */
const foundMax = 80
/** What the standard takes for granted where nothing is said. */
const usual = { version: '2', currency: 'USD' }

export function newRun(reading: Reading): Run {
  return { reading, pieces: [], file: null, group: null, open: null, hasAny: false, isOver: false, place: 1 }
}

export function refuse(run: Run, fault: StatementFault): void {
  if (run.isOver) return
  run.isOver = true
  run.pieces.push({ is: 'fault', fault: { ...fault, found: fault.found.slice(0, foundMax) } })
}

export function takePiece(run: Run, piece: RecordPiece): void {
  if (run.isOver) return
  switch (piece.is) {
    case 'record':
      run.place = piece.record.place
      return takeRecord(run, piece.record)
    case 'unlike':
      return refuse(run, { code: unlike(run), place: piece.place, field: '', found: piece.found })
    case 'too_large':
      return refuse(run, { code: 'too_large', place: piece.place, field: '88', found: '' })
    default:
      return assertNever(piece)
  }
}

export function endRun(run: Run): void {
  const fault = { place: run.place, field: '99', found: '' }
  if (run.file !== null) refuse(run, { ...fault, code: 'truncated' })
  else if (!run.hasAny) refuse(run, { ...fault, code: 'not_this_format', field: '01' })
}

const unlike = (run: Run): StatementFault['code'] => (run.hasAny || run.file !== null ? 'malformed' : 'not_this_format')

function takeRecord(run: Run, record: Bai2Record): void {
  const { file, group, open } = run
  switch (record.code) {
    case '01':
      return file === null ? takeFile(run, record) : misplaced(run, record)
    case '02':
      return file !== null && group === null ? takeGroup(run, record) : misplaced(run, record)
    case '03':
      return file !== null && group !== null && open === null ? takeAccount(run, record, group) : misplaced(run, record)
    case '16':
      return group !== null && open !== null ? takeTransaction(run, record, open, group) : misplaced(run, record)
    case '49':
      return group !== null && open !== null ? takeAccountEnd(run, record, open, group) : misplaced(run, record)
    case '98':
      return file !== null && group !== null && open === null
        ? takeGroupEnd(run, record, group, file)
        : misplaced(run, record)
    case '99':
      return file !== null && group === null ? takeFileEnd(run, record, file) : misplaced(run, record)
    default:
      return misplaced(run, record)
  }
}

function takeFile(run: Run, record: Bai2Record): void {
  const fields = fieldsOf(record)
  if (fields[7] !== usual.version) return fail(run, record, 'not_this_format', fields[7])
  run.file = { id: fields[4] || null, sum: 0n, records: record.bodies.length, parts: 0 }
}

function takeGroup(run: Run, record: Bai2Record): void {
  const [, bank = '', status = '', date = '', , currency = ''] = fieldsOf(record)
  const day = readDay(date)
  if (day === null) return fail(run, record, 'field_unreadable', date)
  // An update or a correction; a deletion or a test says nothing of money.
  if (status !== '1' && status !== '3') return fail(run, record, 'field_unreadable', status)
  const counts = { sum: 0n, records: record.bodies.length, parts: 0 }
  run.group = { bank: bank || null, day, currency: currency || usual.currency, ...counts }
}

function takeAccount(run: Run, record: Bai2Record, group: Group): void {
  const account = readAccount(record, group.currency)
  if ('code' in account) return refuse(run, { ...account, place: record.place })
  if (run.reading.digitsOf(account.currency) === null) return fail(run, record, 'currency_unknown', account.currency)
  run.open = { account, sum: account.sum, records: record.bodies.length, parts: 0, lines: 0 }
  const head = {
    number: null,
    id: run.file?.id ?? null,
    account: account.account,
    bank: group.bank,
    owner: null,
    currency: account.currency,
    from: group.day,
    to: group.day,
    opening: balanceOf(account, group, '010'),
    page: null,
  }
  run.pieces.push({ is: 'opened', head })
}

function takeTransaction(run: Run, record: Bai2Record, open: Open, group: Group): void {
  const within = { seq: open.lines + 1, bookedOn: group.day, currency: open.account.currency }
  const transaction = readTransaction(record, within)
  if ('code' in transaction) return refuse(run, { ...transaction, place: record.place })
  open.sum += BigInt(transaction.units)
  open.records += record.bodies.length
  if (transaction.line === null) return
  open.lines += 1
  run.pieces.push({ is: 'line', line: transaction.line })
}

function takeAccountEnd(run: Run, record: Bai2Record, open: Open, group: Group): void {
  open.records += record.bodies.length
  const [sum = '', count = ''] = fieldsOf(record)
  if (!areEqual(open, sum, count)) return fail(run, record, 'totals_differ', `${sum},${count}`)
  addTo(group, open)
  run.open = null
  const available = balanceOf(open.account, group, '045') ?? balanceOf(open.account, group, '040')
  run.pieces.push({ is: 'closed', tail: { closing: balanceOf(open.account, group, '015'), available, said: null } })
}

function takeGroupEnd(run: Run, record: Bai2Record, group: Group, file: Level): void {
  group.records += record.bodies.length
  const [sum = '', parts = '', count = ''] = fieldsOf(record)
  if (!areEqual(group, sum, count, parts)) return fail(run, record, 'totals_differ', `${sum},${parts},${count}`)
  addTo(file, group)
  run.group = null
}

function takeFileEnd(run: Run, record: Bai2Record, file: Level): void {
  file.records += record.bodies.length
  const [sum = '', parts = '', count = ''] = fieldsOf(record)
  if (!areEqual(file, sum, count, parts)) return fail(run, record, 'totals_differ', `${sum},${parts},${count}`)
  run.file = null
  run.hasAny = true
}

function addTo(outer: Level, inner: Level): void {
  outer.sum += inner.sum
  outer.records += inner.records
  outer.parts += 1
}

/** Trailers count what was written, not what it means: a debit's amount is added as a credit's is. */
function areEqual(level: Level, sum: string, records: string, parts = String(level.parts)): boolean {
  const areWritten = /^[+-]?\d{1,30}$/.test(sum) && /^\d{1,15}$/.test(records) && /^\d{1,15}$/.test(parts)
  if (!areWritten) return false
  return (
    BigInt(sum.replace('+', '')) === level.sum && Number(records) === level.records && Number(parts) === level.parts
  )
}

function balanceOf(account: Account, group: Group, type: string): StatedBalance | null {
  const amount = account.balances.get(type)
  return amount === undefined ? null : { day: group.day, amount, currency: account.currency }
}

function misplaced(run: Run, record: Bai2Record): void {
  fail(run, record, unlike(run), record.bodies[0])
}

function fail(run: Run, record: Bai2Record, code: StatementFault['code'], found = ''): void {
  refuse(run, { code, place: record.place, field: record.code, found })
}

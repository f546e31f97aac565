/** What was read of a file, piece by piece, into the store: none of it counts before the whole file was read. */
import type { Database } from 'better-sqlite3'
import type { StatementFormat } from '../../contract/statement-sources.ts'
import { assertNever, invariant } from '../../invariant.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { findSource, ledgerAccount, ownAccountOf } from '../sources/sources.ts'
import type { KeptLine } from './kept-line.ts'
import type { KeptHead, KeptPiece, KeptTail } from './read-steps.ts'

type Noted = Readonly<{ file: number; format: StatementFormat | null; pieces: readonly KeptPiece[] }>

export const noteRead = command({
  topics: [],
  // What becomes of the file as a whole is on record.
  record: null,
  isLong: true,
  // That each line has its statement is held by a trigger.
  inBulk: true,
  run: ({ raw, at }, { file, format, pieces }: Noted) => {
    const noting = new Noting(raw, at, file)
    statementsOf(raw).format.run({ file, format })
    for (const piece of pieces) {
      switch (piece.is) {
        case 'opened':
          noting.open(piece.head)
          break
        case 'lines':
          noting.add(piece.lines)
          break
        case 'closed':
          noting.close(piece.tail)
          break
        default:
          assertNever(piece)
      }
    }
    return null
  },
})

type Open = Readonly<{ id: number; account: number | null; lines: number; last: number | null }>

/** Goes on with the statement that the piece before left open. */
class Noting {
  readonly #raw: Database
  readonly #at: number
  readonly #file: number
  #open: Open | undefined

  constructor(raw: Database, at: number, file: number) {
    this.#raw = raw
    this.#at = at
    this.#file = file
  }

  open(head: KeptHead): void {
    const { source, account } = statementsOf(this.#raw)
    const code = source.get(this.#file) as string
    const known = ownAccountOf(findSource(this.#raw, code), { said: head.account, currency: head.currency })
    const ofLedger = known === undefined ? null : ledgerAccount({ raw: this.#raw, at: this.#at }, known)
    account.run({ ...head, file: this.#file, ofLedger })
    this.#open = undefined
  }

  add(lines: readonly KeptLine[]): void {
    const open = this.#current()
    const { insert, note } = statementsOf(this.#raw)
    let id = open.last ?? this.#lastLine()
    for (const line of lines) {
      id += 1
      insert.run(id, open.id, open.account, ...line)
    }
    this.#open = { ...open, lines: open.lines + lines.length, last: id }
    note.run({ id: open.id, lines: this.#open.lines, last: id })
  }

  close(tail: KeptTail): void {
    const open = this.#current()
    statementsOf(this.#raw).close.run({ ...tail, id: open.id, goesOn: Number(tail.goesOn) })
    this.#open = undefined
  }

  #current(): Open {
    this.#open ??= statementsOf(this.#raw).open.get(this.#file) as Open | undefined
    invariant(this.#open !== undefined, 'lines of a statement that did not begin', { file: this.#file })
    return this.#open
  }

  #lastLine(): number {
    return statementsOf(this.#raw).lastLine.get() as number
  }
}

const statementsOf = perConnection((raw) => ({
  format: raw.prepare('UPDATE statement_file SET format = @format WHERE id = @file AND format IS NULL'),
  source: raw.prepare('SELECT source FROM statement_file WHERE id = ?').pluck(),
  account: raw.prepare(`
    INSERT INTO statement (file, account, account_said, number, said_id, page, currency, from_day, to_day, lines, sum_in,
      sum_out, state)
    VALUES (@file, @ofLedger, @account, @number, @id, @page, @currency, 0, 0, 0, 0, 0, 'reading')`),
  open: raw.prepare(`
    SELECT id, account, lines, last_line AS last FROM statement WHERE file = ? ORDER BY id DESC LIMIT 1`),
  lastLine: raw.prepare('SELECT coalesce(max(id), 0) FROM statement_line').pluck(),
  insert: raw.prepare(`
    INSERT INTO statement_line (id, statement, account, seq, place, day, value_day, amount, is_reversal, is_pending, code,
      refs, party_name, party_account, text, rest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  note: raw.prepare(`
    UPDATE statement SET lines = @lines, last_line = @last, first_line = @last - @lines + 1 WHERE id = @id`),
  close: raw.prepare(`
    UPDATE statement SET currency = @currency, opening = @opening, closing = @closing, from_day = @fromDay,
      to_day = @toDay, sum_in = @sumIn, sum_out = @sumOut, goes_on = @goesOn WHERE id = @id`),
}))

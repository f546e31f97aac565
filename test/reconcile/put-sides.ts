/** Puts both sides into a real store: postings through the books, lines as a statement that was read and accepted. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import { now } from '../../engine/calendar/instant.ts'
import { Books } from '../../engine/ledger/books.ts'
import { openLines } from '../../engine/reconcile/items/open-items.ts'
import type { MadeLine, MadePosting } from './two-sides.ts'

const atOnce = 5_000

/** Answers the number of each posting. */
export function putPostings(raw: Database, postings: readonly MadePosting[]): number[] {
  const seqs: number[] = []
  for (let from = 0; from < postings.length; from += atOnce) {
    raw.transaction(() => {
      const books = new Books(raw, now())
      const bank = books.house('omnibus:main', 'USD')
      for (const { day, amount, client, reference, bank: number } of postings.slice(from, from + atOnce)) {
        const wallet = books.findWallet(client, 'USD') ?? books.openWallet(client, 'USD')
        // Money that goes out comes from somewhere: what a wallet lacks is not what this is about.
        const other = amount > 0 ? wallet : books.house('suspense', 'USD')
        const [debit, credit] = amount > 0 ? [bank, other] : [other, bank]
        const legs = [{ debit, credit, amount: Math.abs(amount) }]
        seqs.push(
          books.postEntry({
            kind: 'deposit',
            currency: 'USD',
            amount: Math.abs(amount),
            legs,
            ...(reference === null ? {} : { reference }),
            ...(number === null ? {} : { bankTransactionId: number }),
            initiator: 'test',
            occurredAt: day * 86_400_000,
            day: dayOfNumber(day),
          }),
        )
      }
      books.close()
    })()
  }
  return seqs
}

let files = 0

/** Answers the number of each line. */
export function putLines(
  raw: Database,
  lines: readonly MadeLine[],
  {
    account = 'omnibus:main',
    opening = null,
    opened = lines.length,
  }: Readonly<{
    account?: string
    opening?: number | null
    /** Of a statement that is still being opened: so many of its lines are. */
    opened?: number
  }> = {},
): number[] {
  if (lines.length === 0) return []
  const id = raw.prepare(`SELECT id FROM account WHERE code = ? AND currency = 'USD'`).pluck().get(account) as number
  files += 1
  const first = ((raw.prepare('SELECT max(id) FROM statement_line').pluck().get() as number | null) ?? 0) + 1
  const days = lines.map(({ day }) => day)
  const [from, to] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))]
  const closing = opening === null ? null : lines.reduce((sum, { amount }) => sum + amount, opening)
  raw.transaction(() => {
    const file = raw
      .prepare(`
        INSERT INTO statement_file (source, setting_version, name, bytes, sha256, archive, format, state, received_at,
          received_by, read_at, folder_left)
        VALUES ('bank', 1, ?, 1, ?, '', 'csv', 'read', 1, 'test', 1, 1)`)
      .run(`${files}.csv`, Buffer.alloc(32, files)).lastInsertRowid
    const statement = raw
      .prepare(`
        INSERT INTO statement (file, account, account_said, from_day, to_day, opening, closing, first_line, last_line,
          lines, sum_in, sum_out, state, opened_to)
        VALUES (?, ?, 'bank', ?, ?, ?, ?, ?, ?, ?, 0, 0, 'reading', 0)`)
      .run(file, id, from, to, opening, closing, first, first + lines.length - 1, lines.length).lastInsertRowid
    const insert = raw.prepare(`
      INSERT INTO statement_line (id, statement, seq, place, account, day, amount, is_reversal, is_pending, refs,
        party_name, text, rest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`)
    for (const [at, { day, amount, refs, party, text, charge, isReversal = false }] of lines.entries()) {
      const charges = [{ amount: charge, currency: 'USD', isIncluded: true, text: null }]
      const rest = charge === 0 ? null : JSON.stringify({ charges })
      const mark = Number(isReversal)
      insert.run(first + at, statement, at + 1, at + 1, id, day, amount, mark, JSON.stringify(refs), party, text, rest)
    }
    raw.prepare(`UPDATE statement SET state = 'read' WHERE id = ?`).run(statement)
    raw
      .prepare(`UPDATE statement SET state = 'accepted', accepted_at = 1, opened_to = ? WHERE id = ?`)
      .run(first + opened - 1, statement)
    openLines(raw, { account: id, from: first, to: first + opened - 1, at: now() })
  })()
  return lines.map((_, at) => first + at)
}

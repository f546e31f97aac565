/** A store that version 31 kept, with statements at every stage: the lines that opened are counted by their days. */
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'

const beforeLineDays = 31

type Line = Readonly<{ day: number; amount: number; isPending?: 1; repeats?: number }>
type Statement = Readonly<{ account: number; state: 'accepted' | 'read'; opened: number; lines: readonly Line[] }>

let raw: Database.Database
let statements = 0
let lines = 0

beforeEach(() => {
  ;[statements, lines] = [0, 0]
  raw = new Database(':memory:')
  raw.pragma('foreign_keys = ON')
  migrate(raw, migrations.slice(0, beforeLineDays))
  raw.exec(`
    INSERT INTO currency VALUES ('USD', 2), ('EUR', 2);
    INSERT INTO account (id, code, kind, currency, balance) VALUES (1, 'omnibus:main', 'omnibus', 'USD', 0),
      (2, 'omnibus:main', 'omnibus', 'EUR', 0);
    INSERT INTO reconciled_account (account, from_day, began_at) VALUES (1, 0, 0), (2, 0, 0);
    INSERT INTO statement_file (id, source, setting_version, name, bytes, sha256, archive, format, state, received_at,
      received_by, read_at, folder_left)
      VALUES (1, 'bank', 1, 'a.sta', 1, zeroblob(32), 's.cha', 'mt940', 'read', 0, 'engine', 1, 1);
  `)
})
afterEach(() => raw.close())

function put({ account, state, opened, lines: told }: Statement): void {
  statements += 1
  const first = lines + 1
  const last = lines + told.length
  raw
    .prepare(`
      INSERT INTO statement (id, file, account, account_said, from_day, to_day, first_line, last_line, lines, sum_in,
        sum_out, state) VALUES (?, 1, ?, 'X', 1, 9, ?, ?, ?, 0, 0, 'reading')`)
    .run(statements, account, first, last, told.length)
  const insert = raw.prepare(`
    INSERT INTO statement_line (id, statement, seq, place, account, day, amount, is_reversal, is_pending, repeats, refs, text)
    VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, '[]', '')`)
  for (const [at, { day, amount, isPending = 0, repeats = null }] of told.entries())
    insert.run(first + at, statements, at + 1, at + 1, account, day, amount, isPending, repeats)
  raw.prepare(`UPDATE statement SET state = 'read' WHERE id = ?`).run(statements)
  if (state === 'accepted')
    raw
      .prepare(`UPDATE statement SET state = 'accepted', accepted_at = 1, opened_to = ? WHERE id = ?`)
      .run(opened === 0 ? 0 : first + opened - 1, statements)
  lines = last
}

const counted = () => {
  migrate(raw, migrations)
  return raw.prepare('SELECT * FROM line_day ORDER BY account, day').raw().all()
}

it('counts the lines that opened of every account and day, and their money without signs', () => {
  put({
    account: 1,
    state: 'accepted',
    opened: 3,
    lines: [
      { day: 3, amount: 500 },
      { day: 3, amount: -200 },
      { day: 4, amount: 40 },
    ],
  })
  put({ account: 1, state: 'accepted', opened: 1, lines: [{ day: 4, amount: -7 }] })
  put({ account: 2, state: 'accepted', opened: 1, lines: [{ day: 4, amount: 9 }] })
  expect(counted()).toEqual([
    [1, 3, 2, 700],
    [1, 4, 2, 47],
    [2, 4, 1, 9],
  ])
})

it('leaves out what never was to be explained, and what is not open yet', () => {
  put({
    account: 1,
    state: 'accepted',
    opened: 5,
    lines: [
      { day: 3, amount: 500 },
      { day: 3, amount: 0 },
      { day: 3, amount: 60, isPending: 1 },
      { day: 3, amount: 500, repeats: 1 },
      { day: 3, amount: 1 },
      { day: 3, amount: 1_000 },
    ],
  })
  put({ account: 1, state: 'accepted', opened: 0, lines: [{ day: 3, amount: 10_000 }] })
  put({ account: 1, state: 'read', opened: 0, lines: [{ day: 3, amount: 100_000 }] })
  expect(counted()).toEqual([[1, 3, 2, 501]])
})

/** Rows of batches, posted by the books themselves into a workspace of any zone, and the same rows kept beside them. */
import type { Database } from 'better-sqlite3'
import { Books } from '../../engine/ledger/books.ts'
import { connect } from '../../engine/store/connection.ts'
import { createWorkspace } from '../../engine/workspace/create.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { cheapCost, makeFolder, passphraseOf, removeFolder } from '../workspace-fixture.ts'

export const producers = [7, 8, 9] as const
export const places = ['Central', 'Harbour, Pier 3', 'North'] as const
export const tiers = ['standard', 'gold'] as const
export const currencies = ['USD', 'EUR'] as const

export type PostedRow = Readonly<{
  producer: number
  place: string
  tier: string
  currency: string
  kind: 'TopUp' | 'Payment'
  amount: number
  /** ISO 8601. */
  occurredAt: string
  /** The business day that it stands on. */
  day: string
}>

export type RowBooks = Readonly<{
  raw: Database
  post: (rows: readonly PostedRow[]) => void
  close: () => void
}>

const dayMs = 86_400_000

export async function openRowBooks(zone: string): Promise<RowBooks> {
  const directory = makeFolder()
  await createWorkspace({
    directory,
    program: 'cli',
    name: 'Test',
    zone,
    currency: 'USD',
    currencyDigits: 2,
    demo: false,
    users: [{ name: 'admin', displayName: 'Admin', roles: ['admin'], passphrase: passphraseOf('admin') }],
    passphraseCost: cheapCost,
  })
  const { store } = await keysOf(directory)
  const raw = connect({ file: layoutOf(directory).store, key: store, mode: 'write' })
  begin(raw)
  let line = 1
  const post = (rows: readonly PostedRow[]): void =>
    raw.transaction(() => {
      const books = new Books(raw, Date.parse('2026-11-01T00:00:00Z'))
      for (const row of rows) {
        line += 1
        postRow(books, row, line)
      }
      books.close()
    })()
  // So that every wallet can pay whatever a test says; long before any day that is looked at.
  post(
    tiers.flatMap((tier) =>
      currencies.map((currency) => ({
        producer: 7,
        place: 'Central',
        kind: 'TopUp' as const,
        amount: 10 ** 12,
        tier,
        currency,
        occurredAt: '1999-01-01T12:00:00Z',
        day: '1999-01-01',
      })),
    ),
  )
  return {
    raw,
    post,
    close: () => {
      raw.close()
      removeFolder(directory)
    },
  }
}

function begin(raw: Database): void {
  raw.exec(`INSERT INTO currency VALUES ('EUR', 2)`)
  for (const id of producers) {
    raw
      .prepare(`INSERT INTO producer (id, code, name, state, created_at) VALUES (?, ?, ?, 'active', 0)`)
      .run(id, `p${id}`, `Producer ${id}`)
    raw
      .prepare(`
        INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
        VALUES (@id, @id, 'a.csv', 'a.csv', '1', 1, 0, randomblob(32), @archive, 'posting', 0)`)
      .run({ id, archive: `${id}.cha` })
  }
}

function postRow(books: Books, row: PostedRow, line: number): void {
  const { producer, tier, currency, kind, amount, occurredAt, day } = row
  const client = `${tier} ${currency}`
  const wallet = books.findWallet(client, currency) ?? books.openWallet(client, currency, tier)
  const clearing = books.clearing({ id: producer, code: `p${producer}` }, currency)
  const leg =
    kind === 'TopUp' ? { debit: clearing, credit: wallet, amount } : { debit: wallet, credit: clearing, amount }
  books.postRow(leg, {
    batch: producer,
    producer,
    line,
    txId: `tx${line}`,
    place: books.placeOf(row.place),
    kind,
    occurredAt: Date.parse(occurredAt),
    day: Date.parse(`${day}T00:00:00Z`) / dayMs,
  })
}

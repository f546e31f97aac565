/** Producers that are settled, on a whole engine with real files, and what is expected of them. */
import { SettlementTerms } from '../../engine/contract/settlement-terms.ts'
import { Books } from '../../engine/ledger/books.ts'
import { csvOf, type Books as Opened, openBooks, type RowDraft } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { putLines } from '../reconcile/put-sides.ts'
import type { MadeLine } from '../reconcile/two-sides.ts'

const agreement = { effects: { BATCH_DOUBLED: 'warn' }, limits: { clientsMin: 0, faultsMaxPercent: 100 } } as const

export async function openSettled(terms: Partial<SettlementTerms> | null): Promise<Opened> {
  const books = await openBooks({}, [{ name: 'ana', roles: ['analyst'] }])
  await books.client.producers.add({
    id: 9,
    code: 'nine',
    name: 'Nine Lives',
    agreement: { ...agreement, settlement: terms },
  })
  // The bank's account is there before any line is.
  await withRawStore(books.engine, (raw) =>
    raw.transaction(() => {
      const first = new Books(raw, Date.now())
      first.house('omnibus:main', 'USD')
      first.close()
    })(),
  )
  return books
}

/** As a proposal that somebody else approved would have left it. */
export const agree = (books: Opened, terms: Partial<SettlementTerms>): Promise<unknown> =>
  withRawStore(books.engine, (raw) =>
    raw
      .prepare(`
        INSERT INTO agreement (producer_id, version, document, by, at)
        SELECT producer_id, version + 1, json_set(document, '$.settlement', json(?)), 'test', ? FROM agreement
        WHERE producer_id = 9 ORDER BY version DESC LIMIT 1`)
      .run(JSON.stringify(SettlementTerms.parse(terms)), Date.now()),
  )

let files = 0

export async function takeRows(books: Opened, rows: readonly RowDraft[]): Promise<number> {
  files += 1
  const name = `rows-${files}.csv`
  books.drop(name, csvOf(rows.map((row) => ({ producer: 9, ...row }))), 'nine')
  await books.drain()
  const [batch] = (await books.client.batches.list({ file: name, limit: 1 })).items
  if (batch?.state !== 'posted') throw new Error(`${name} is ${batch?.state}`)
  return batch.id
}

/** As the job does every minute, on this day or so many days later. */
export async function raiseDue(books: Opened, daysLater = 0): Promise<void> {
  const { store } = await books.engine.opened()
  const at = (Date.now() + daysLater * 86_400_000) as never
  while (await store.read('expected.anyDue', { at })) {
    const due = await store.readLong('expected.due', { at })
    if (due.length === 0) return
    await store.write('expected.raise', { due }, 'engine')
  }
}

/** Oldest first, in words. */
export async function expectedOf(books: Opened): Promise<readonly string[]> {
  const { items } = await books.client.expected.list({ limit: 100 })
  return items
    .toReversed()
    .map(({ kind, part, amount, state, cleared }) => `${kind} ${part} ${amount} clears ${cleared} ${state}`)
}

export const today = Math.floor(Date.now() / 86_400_000)

export const lineOf = (amount: number, more: Partial<MadeLine> = {}): MadeLine => ({
  day: today,
  amount,
  refs: [],
  party: null,
  text: '',
  charge: 0,
  ...more,
})

/** Lines of the bank are there, and a run looks at them. */
export async function tellLines(books: Opened, lines: readonly MadeLine[]): Promise<readonly number[]> {
  const numbers = await withRawStore(books.engine, (raw) => putLines(raw, lines))
  const { reconciler } = await books.engine.opened()
  await reconciler.run('test')
  return numbers
}

/** All balances that are not nothing but clients’, by account. */
export const balances = (books: Opened): Promise<Readonly<Record<string, number>>> =>
  withRawStore(books.engine, (raw) => {
    const rows = raw.prepare(`SELECT code, balance FROM account WHERE balance <> 0 AND kind <> 'wallet' ORDER BY code`)
    return Object.fromEntries((rows.all() as { code: string; balance: number }[]).map((row) => [row.code, row.balance]))
  })

export const isConsistent = async (books: Opened): Promise<unknown> => {
  const { store } = await books.engine.opened()
  const { differences } = await store.readLong('workspace.check', { deep: false })
  return differences
}

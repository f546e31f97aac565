/** One exception for one cause, however many rows it has and however often it is raised. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { exceptionCodes, severities } from '../../engine/contract/exceptions.ts'
import { type ExceptionDraft, raise, settle } from '../../engine/exceptions/raise.ts'
import { type BatchFact, raiseForBatch, settleBatchRules } from '../../engine/exceptions/raise-for-batch.ts'
import type { Books } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { inStore, openLenientBooks, standsAt, takeBatch } from './open-exceptions.ts'

let books: Books
beforeAll(async () => {
  books = await openLenientBooks()
})
afterAll(() => books.close())

const at = Date.parse('2026-03-01T10:00:00Z')
const dayMs = 86_400_000

const missing: ExceptionDraft = {
  code: 'BATCH_MISSING',
  scope: 'producer',
  producer: 9,
  batch: null,
  cause: '2026-03-01T09:00:00Z',
  rows: 0,
  amount: null,
  client: null,
  line: null,
  found: null,
  facts: [{ fact: 'expected_at', at: '2026-03-01T09:00:00Z', dueAt: '2026-03-01T10:00:00Z' }],
  detail: {},
}

async function exceptionsOf(batch: number): Promise<readonly Exception[]> {
  const { items } = await books.client.exceptions.list({ batch })
  return items.toReversed()
}

const told = (items: readonly Exception[]) =>
  items.map(({ code, scope, status, rows }) => `${scope} ${code} ${status} ${rows}`).toSorted()

const historyOf = async (id: number) =>
  (await books.client.exceptions.get({ id })).history.map(({ kind, detail }) => ({ kind, ...detail }))

describe('the faults of a batch', () => {
  it('are one exception for each of their codes, with all their rows inside', async () => {
    const bad = [{ amount: 'x' }, { amount: 0 }, { amount: 5, type: 'Gift' }, { amount: 'y' }] as const
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ tx: `f${i}`, ...(bad[i % 4] ?? { amount: 1 }) }))
    const batch = await takeBatch(books, 'faults.csv', [...rows, { tx: 'good', amount: 1 }])
    const items = await exceptionsOf(batch)
    expect(told(items)).toEqual([
      'fault AMOUNT_NOT_POSITIVE open 2500',
      'fault FIELD_UNREADABLE open 5000',
      'fault TYPE_UNKNOWN open 2500',
    ])
    const gifts = items.find(({ code }) => code === 'TYPE_UNKNOWN')
    expect(gifts).toMatchObject({
      severity: 'medium',
      producer: 9,
      producerCode: 'nine',
      producerName: 'Nine Lives',
      batch,
      file: 'faults.csv',
      client: null,
      line: null,
      // Five each of 2,500 rows.
      amount: 12_500,
      waitingFor: null,
      resolution: null,
      owner: null,
      version: 1,
    })
    const { items: last, next } = await books.client.exceptions.rows({ id: gifts?.id ?? 0, limit: 1_000 })
    expect(last.map(({ line }) => line)).toEqual(Array.from({ length: 1_000 }, (_, i) => 4 + 4 * i))
    expect(next).not.toBeNull()
  })

  it('name line and finding where there is one row only', async () => {
    const batch = await takeBatch(books, 'one.csv', [
      { tx: 'one1', amount: 1 },
      { tx: 'one2', amount: 'much' },
    ])
    expect(await exceptionsOf(batch)).toMatchObject([
      { code: 'FIELD_UNREADABLE', rows: 1, line: 3, found: 'much', client: 'C1', amount: null },
    ])
  })

  it('and its conflicts are counted, its repeats are not', async () => {
    const batch = await takeBatch(books, 'conflicts.csv', [
      { tx: 'c', amount: 1 },
      { tx: 'c', amount: 1 },
      { tx: 'c', amount: 2 },
      { tx: 'c', amount: 3 },
    ])
    expect(told(await exceptionsOf(batch))).toEqual(['conflict TXID_CONFLICT open 2'])
  })

  it('are worth what is known of them, and the client is named where there is one row', async () => {
    const batch = await takeBatch(books, 'worth.csv', [
      { tx: 'w1', client: 'W', amount: 100 },
      { tx: 'w1', client: 'W', amount: 30 },
      { tx: 'w2', client: 'V', type: 'Gift', amount: 7 },
      { tx: 'w3', client: 'V', type: 'Gift', amount: 'much' },
      { tx: 'w4', client: 'U', type: 'Payment', amount: 11 },
      { tx: '4111111111111111', client: 'T', amount: 13 },
    ])
    const said = (await exceptionsOf(batch)).map(({ code, client, amount }) => ({ code, client, amount }))
    expect(said.toSorted((a, b) => a.code.localeCompare(b.code))).toEqual([
      { code: 'CARD_DATA_FOUND', client: null, amount: null },
      { code: 'CLIENT_UNKNOWN', client: 'U', amount: 11 },
      { code: 'TXID_CONFLICT', client: 'W', amount: 30 },
      { code: 'TYPE_UNKNOWN', client: null, amount: 7 },
    ])
    for (const [client, code] of [
      ['W', 'TXID_CONFLICT'],
      ['U', 'CLIENT_UNKNOWN'],
    ] as const)
      expect((await books.client.exceptions.list({ client })).items).toMatchObject([{ code, client, batch }])
    const gifts = (await books.client.exceptions.list({ batch, code: 'TYPE_UNKNOWN' })).items[0]?.id ?? 0
    const { items } = await books.client.exceptions.rows({ id: gifts })
    expect(items.map(({ line, client, amount }) => [line, client, amount])).toEqual([
      [4, 'V', 7],
      [5, 'V', null],
    ])
  })

  it('are worth nobody knows what beyond what a number holds', async () => {
    const batch = await takeBatch(books, 'worth-too-much.csv', [{ tx: 'wm', amount: 1 }])
    const worth = (amounts: readonly number[]) =>
      withRawStore(books.engine, (raw) => {
        raw.exec('BEGIN IMMEDIATE')
        const add = raw.prepare(`
          INSERT INTO batch_row (batch_id, line, outcome, code, raw, amount) VALUES (?, ?, 'fault', 'DATE_TOO_OLD', '', ?)`)
        for (const [index, amount] of amounts.entries()) add.run(batch, 10 + index, amount)
        raiseForBatch(raw, at, batch, [])
        const found = raw.prepare('SELECT amount FROM exception WHERE batch_id = ?').pluck().all(batch)
        raw.exec('ROLLBACK')
        return found
      })
    expect(await worth([Number.MAX_SAFE_INTEGER - 1, 1])).toEqual([Number.MAX_SAFE_INTEGER])
    expect(await worth([Number.MAX_SAFE_INTEGER, 1])).toEqual([null])
    expect(await worth(Array.from({ length: 2_000 }, () => Number.MAX_SAFE_INTEGER))).toEqual([null])
  })

  it('are counted without reading them, however many there are', async () => {
    const batch = await takeBatch(books, 'many.csv', [{ tx: 'many', amount: 1 }])
    await withRawStore(books.engine, (raw) => {
      raw.exec('BEGIN IMMEDIATE')
      raw.exec(`
        WITH RECURSIVE row (line) AS (SELECT 10 UNION ALL SELECT line + 1 FROM row WHERE line < 50009)
        INSERT INTO batch_row (batch_id, line, outcome, code, raw, amount)
        SELECT ${batch}, line, 'fault', iif(line % 5, 'FIELD_MISSING', 'DATE_TOO_OLD'), 'raw', iif(line % 2, 3, NULL)
        FROM row`)
      raiseForBatch(raw, at, batch, [])
      const found = raw
        .prepare('SELECT code, rows, amount FROM exception WHERE batch_id = ? ORDER BY code')
        .raw()
        .all(batch)
      const plan = raw
        .prepare(`
          EXPLAIN QUERY PLAN SELECT outcome, code, count(*), min(line), sum(amount >> 26), sum(amount & 67108863) FROM batch_row
          WHERE batch_id = ? AND outcome <> 'repeat' GROUP BY outcome, code`)
        .all(batch) as { detail: string }[]
      raw.exec('ROLLBACK')
      expect(found).toEqual([
        ['DATE_TOO_OLD', 10_000, 15_000],
        ['FIELD_MISSING', 40_000, 60_000],
      ])
      expect(plan.map(({ detail }) => detail)).toEqual([
        'SEARCH batch_row USING COVERING INDEX batch_row_by_code (batch_id=?)',
      ])
    })
  })
})

describe('the rules about a whole batch', () => {
  const compared = [
    { fact: 'control_sum', expected: '6', found: '3' },
    { fact: 'control_count', expected: 3, found: 2 },
  ] as const
  const control: BatchFact = { code: 'CONTROL_MISMATCH', effect: 'hold', facts: compared }
  const alike: BatchFact = { code: 'BATCH_ALIKE', effect: 'warn', facts: [{ fact: 'twin', batch: 1 }] }

  it('raise what held or rejected it with what was expected and found, and nothing for a warning', async () => {
    const batch = await takeBatch(books, 'control.csv', [{ tx: 'control', amount: 1 }])
    await standsAt(books, batch, 'held', [control, alike])
    expect(await exceptionsOf(batch)).toMatchObject([
      {
        code: 'CONTROL_MISMATCH',
        severity: 'high',
        scope: 'batch',
        rows: 1,
        found: null,
        facts: compared,
      },
    ])
  })

  it('raise a reason that no rule reported, of a stopped batch only', async () => {
    const batch = await takeBatch(books, 'broken.csv', [{ tx: 'broken', amount: 1 }])
    await standsAt(books, batch, 'posted', [], ['FILE_UNREADABLE'])
    expect(await exceptionsOf(batch)).toEqual([])
    await standsAt(books, batch, 'held', [], ['FILE_UNREADABLE'])
    expect(await exceptionsOf(batch)).toMatchObject([{ code: 'FILE_UNREADABLE', severity: 'high', facts: [] }])
  })

  it('make a file that came before an exception of low severity', async () => {
    await takeBatch(books, 'first.csv', [{ tx: 'again', amount: 1 }])
    const batch = await takeBatch(books, 'second.csv', [{ tx: 'again', amount: 1 }])
    expect(await exceptionsOf(batch)).toMatchObject([{ code: 'FILE_REPEATED', severity: 'low', scope: 'batch' }])
  })

  it('make a file that comes again and again one exception, until somebody decided about it', async () => {
    const rows = [{ tx: 'copied', amount: 1 }]
    const original = await takeBatch(books, 'original.csv', rows)
    const [first, second, third] = [
      await takeBatch(books, 'copy1.csv', rows),
      await takeBatch(books, 'copy2.csv', rows),
      await takeBatch(books, 'copy3.csv', rows),
    ]
    const [exception] = await exceptionsOf(first)
    const id = exception?.id ?? 0
    expect([await exceptionsOf(second), await exceptionsOf(third)]).toEqual([[], []])
    expect(await books.client.exceptions.get({ id })).toMatchObject({
      status: 'open',
      version: 3,
      facts: [{ fact: 'repeated', batch: original }],
      detail: { copies: 3, lastCopy: third },
    })
    expect(await historyOf(id)).toEqual([
      { kind: 'raised', rows: 0, amount: null },
      { kind: 'changed', rows: 0, amount: null, batch: second },
      { kind: 'changed', rows: 0, amount: null, batch: third },
    ])
    expect(await books.client.workspace.check({ deep: false })).toMatchObject({ differences: [] })
    await inStore(books, (raw) =>
      settle(raw, at, { ...missing, code: 'FILE_REPEATED', scope: 'batch', batch: first, cause: '' }, 'not_a_problem'),
    )
    const later = await takeBatch(books, 'copy4.csv', rows)
    expect(await exceptionsOf(later)).toMatchObject([{ code: 'FILE_REPEATED', status: 'open', version: 1 }])
  })

  it('are answered once somebody decided, and not asked again of a batch that was read on', async () => {
    const batch = await takeBatch(books, 'settled.csv', [{ tx: 'settled', amount: 1 }])
    await standsAt(books, batch, 'held', [control])
    await inStore(books, (raw) => settleBatchRules(raw, at, batch, { resolution: 'rejected', by: 'engine' }))
    expect(await exceptionsOf(batch)).toMatchObject([{ status: 'resolved', resolution: 'rejected' }])
    await inStore(books, (raw) => {
      raw.prepare('UPDATE batch SET rows = rows + 1, unposted = unposted + 1 WHERE id = ?').run(batch)
      raiseForBatch(raw, at, batch, [control])
    })
    const [exception] = await exceptionsOf(batch)
    expect(exception).toMatchObject({ status: 'resolved', rows: 1 })
    expect(await historyOf(exception?.id ?? 0)).toEqual([
      { kind: 'raised', rows: 1, amount: null },
      { kind: 'settled', resolution: 'rejected' },
    ])
  })

  it.each([
    ['that was posted after all', 'posted', [control], 'posted'],
    ['whose rules say otherwise by now', 'held', [alike], 'not_a_problem'],
  ] as const)('are settled by themselves of a batch %s', async (_, state, facts, resolution) => {
    const batch = await takeBatch(books, `${resolution}.csv`, [{ tx: resolution, amount: 1 }])
    await standsAt(books, batch, 'held', [control])
    await standsAt(books, batch, state, facts)
    expect(await exceptionsOf(batch)).toMatchObject([{ status: 'resolved', resolution }])
  })
})

describe('raising', () => {
  it('the same again changes nothing; other facts bring it up to date and are told in its history', async () => {
    const batch = await takeBatch(books, 'again.csv', [
      { tx: 'a1', amount: 'x' },
      { tx: 'a2', amount: 'x' },
    ])
    const before = await exceptionsOf(batch)
    await inStore(books, (raw) => raiseForBatch(raw, at, batch, []))
    expect(await exceptionsOf(batch)).toEqual(before)
    const more = {
      ...missing,
      code: 'FIELD_UNREADABLE',
      scope: 'fault',
      batch,
      cause: '',
      facts: [],
      rows: 7,
    } as const
    expect(await inStore(books, (raw) => raise(raw, at, more).status)).toBe('changed')
    const [exception] = await exceptionsOf(batch)
    expect(exception).toMatchObject({ rows: 7, version: 2, status: 'open' })
    expect(await historyOf(exception?.id ?? 0)).toEqual([
      { kind: 'raised', rows: 2, amount: null },
      { kind: 'changed', rows: 7, amount: null },
    ])
  })

  it('a cause without a batch is known again too, and told from that of another producer and another day', async () => {
    const raised = await inStore(books, (raw) =>
      [missing, missing, { ...missing, producer: 8 }, { ...missing, cause: '2026-03-02T09:00:00Z' }].map(
        (draft) => raise(raw, at, draft).status,
      ),
    )
    expect(raised).toEqual(['raised', 'known', 'raised', 'raised'])
  })

  it('settles once what the world made an end of, and leaves alone what was never raised', async () => {
    const cause = { ...missing, cause: 'settled' }
    const ended = await inStore(books, (raw) => {
      const before = settle(raw, at, cause, 'not_a_problem')
      raise(raw, at, cause)
      const ends = [settle(raw, at + 5, cause, 'not_a_problem'), settle(raw, at + 6, cause, 'posted')]
      return [before, ...ends, raise(raw, at + 7, cause).status]
    })
    expect(ended).toEqual([false, true, false, 'known'])
    const { items } = await books.client.exceptions.list({ status: 'resolved', code: 'BATCH_MISSING' })
    expect(items).toMatchObject([
      { resolution: 'not_a_problem', resolvedAt: '2026-03-01T10:00:00.005Z', version: 2, waitingFor: null },
    ])
  })

  it('a decision stands until more rows come than it was made about', async () => {
    const batch = await takeBatch(books, 'decided.csv', [{ tx: 'decided', amount: 1 }])
    const draft = {
      ...missing,
      code: 'DATE_TOO_OLD',
      scope: 'fault',
      batch,
      cause: '',
      facts: [],
      rows: 5,
    } as const
    const outcomes = await inStore(books, (raw) => {
      raise(raw, at, draft)
      settle(raw, at, draft, 'not_a_problem')
      return [4, 5, 6].map((rows) => raise(raw, at, { ...draft, rows }).status)
    })
    expect(outcomes).toEqual(['known', 'known', 'reopened'])
    expect(await exceptionsOf(batch)).toMatchObject([
      { status: 'open', resolution: null, resolvedAt: null, rows: 6, version: 3 },
    ])
  })

  it('refuses nothing that the store does not refuse: every code of the contract is known there, and no other', async () => {
    const known = await withRawStore(books.engine, (raw) =>
      raw.prepare('SELECT code FROM exception_code').pluck().all(),
    )
    expect(known.toSorted()).toEqual([...exceptionCodes].toSorted())
  })

  it('is due the sooner the worse it is: after 4 hours, a day, three days, a week', async () => {
    const codes = ['CARD_DATA_FOUND', 'BATCH_MISSING', 'PRODUCER_UNKNOWN', 'FILE_REPEATED'] as const
    const cause = 'due'
    await inStore(books, (raw) => codes.map((code) => raise(raw, at, { ...missing, code, cause })))
    const { items } = await books.client.exceptions.list({ producer: 9, limit: 1_000 })
    const found = severities.map((severity) => {
      const exception = items.find((each) => each.severity === severity && each.raisedAt === '2026-03-01T10:00:00.000Z')
      return Date.parse(exception?.dueAt ?? '') - at
    })
    expect(found).toEqual([dayMs / 6, dayMs, 3 * dayMs, 7 * dayMs])
  })
})

/**
 * Who is late, and what the last hour brought, on a real store at the test's own time; and that nothing which grows with the
 * business is looked through. The producer seven expects a batch at 18:00 in Hong Kong, with an hour of grace.
 */
import { hash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Schedule } from '../../engine/contract/schedules.ts'
import { readLive, type StoredLive } from '../../engine/live/live.ts'
import { throughputOf } from '../../engine/live/throughput.ts'
import { kyselyOn } from '../../engine/store/kysely-on.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'

const hour = 3_600_000
let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  clock('2026-11-02T09:00')
  books = await openBooks()
  await books.run('producers.add', { id: 7, code: 'seven', name: 'Seven Corner', schedule: evenings })
})
afterEach(() => {
  books.close()
  vi.useRealTimers()
})

const evenings = Schedule.parse({ kind: 'daily', times: ['18:00'] })
const clock = (text: string): void => void vi.setSystemTime(Date.parse(`${text}:00+08:00`))
const shown = (at: string): string => new Date(Date.parse(at) + 8 * hour).toISOString().slice(0, 16)

const look = (raw = books.raw): Promise<StoredLive> =>
  readLive({ db: kyselyOn(raw), raw, onProgress: () => {} }, { at: Date.now(), seesExceptions: true })

async function expected(): Promise<readonly string[]> {
  await books.run('producers.noteDue', null)
  const { late, coming } = await look()
  return [...late, ...coming].map(
    ({ standing, expectedAt, missing }) => `${shown(expectedAt)} ${standing}${missing === 0 ? '' : ` ${missing}`}`,
  )
}

let files = 0
async function receive(): Promise<number> {
  files += 1
  const name = `live-${files}`
  const file = { file: name, path: name, inode: '1', bytes: 1, modifiedAt: 1, archive: name, control: null }
  return (await books.run('ingest.receive', { producer: 7, ...file, sha256: hash('sha256', name, 'buffer') })).batch
}

describe('a producer', () => {
  it('is awaited, due by the hour, and late from the end of its grace until something comes', async () => {
    expect(await expected()).toEqual(['2026-11-02T18:00 coming'])
    clock('2026-11-02T18:00')
    expect(await expected()).toEqual(['2026-11-02T18:00 due'])
    clock('2026-11-02T19:00')
    expect(await expected()).toEqual(['2026-11-02T18:00 late 1'])
    clock('2026-11-03T12:00')
    expect(await expected()).toEqual(['2026-11-02T18:00 late 1'])
    clock('2026-11-03T19:00')
    expect(await expected()).toEqual(['2026-11-02T18:00 late 2'])
    await receive()
    expect(await expected()).toEqual(['2026-11-04T18:00 coming'])
  })

  it('is late before the job that decides it has run', async () => {
    clock('2026-11-02T19:00')
    expect((await look()).late).toMatchObject([{ producer: 7, standing: 'late', missing: 1 }])
    clock('2026-11-04T19:00')
    expect((await look()).late).toMatchObject([{ producer: 7, standing: 'late', missing: 3 }])
  })

  it('whose file is there before its time is awaited for the next', async () => {
    clock('2026-11-02T17:00')
    await receive()
    expect(await expected()).toEqual(['2026-11-03T18:00 coming'])
  })

  it('is late all the same when what came was rejected', async () => {
    clock('2026-11-02T17:00')
    const batch = await receive()
    books.raw.prepare(`UPDATE batch SET state = 'rejected' WHERE id = ?`).run(batch)
    clock('2026-11-02T19:00')
    expect(await expected()).toEqual(['2026-11-02T18:00 late 1'])
  })

  it('is late no more once somebody has closed what was missing', async () => {
    clock('2026-11-02T19:00')
    await expected()
    books.raw
      .prepare(
        `UPDATE exception SET status = 'resolved', resolution = 'not_a_problem', resolved_at = ?, resolved_by = 'ana', version = version + 1`,
      )
      .run(Date.now())
    expect(await expected()).toEqual(['2026-11-03T18:00 coming'])
  })

  it('is not expected while it is suspended, nor without a schedule', async () => {
    await books.run('producers.add', { id: 8, code: 'eight', name: 'Eight Bells' })
    clock('2026-11-02T19:00')
    await books.run('producers.suspend', { id: 7, reason: 'r' })
    expect(await expected()).toEqual([])
  })
})

describe('the last hour', () => {
  const sealed = async (minutesAgo: number, rows: number): Promise<void> => {
    const batch = await receive()
    books.raw
      .prepare(`UPDATE batch SET state = 'posted', rows = ?, posted = ?, sealed_at = ? WHERE id = ?`)
      .run(rows, rows, Date.now() - minutesAgo * 60_000, batch)
  }

  it('is told minute by minute, and what is older is not in it', async () => {
    clock('2026-11-02T10:30')
    await sealed(0.5, 120)
    await sealed(1.5, 5)
    await sealed(59, 7)
    await sealed(60, 11)
    const { passed } = await look()
    expect(passed.minutes.filter(({ files }) => files > 0).map(({ at, rows }) => `${shown(at)} ${rows}`)).toEqual([
      '2026-11-02T09:31 7',
      '2026-11-02T10:28 5',
      '2026-11-02T10:29 120',
    ])
    expect(passed.total).toEqual({ rows: 132, files: 3 })
    expect(passed.isWhole).toBe(true)
    expect(throughputOf(passed, [], Date.now())).toMatchObject({ rowsPerSecond: 2, filesLastMinute: 1 })
  })

  it('goes as fast as what is being posted', async () => {
    const { passed } = await look()
    const running = {
      batch: 1,
      file: 'f',
      producerCode: 'seven',
      bytes: 1,
      bytesDone: 1,
      rows: 100_000,
      rowsDone: 30_000,
    }
    const since = new Date(Date.now() - 3_000).toISOString()
    expect(throughputOf(passed, [{ ...running, step: 'posting', since }], Date.now()).rowsPerSecond).toBe(10_000)
    expect(throughputOf(passed, [{ ...running, step: 'checking', since }], Date.now()).rowsPerSecond).toBe(0)
  })
})

/** Those of which there are a few dozen, whatever the business; and what an index has narrowed or a bound has cut off. */
const small = /^SCAN (producer|workspace|SUBQUERY|\(subquery|verified|CONSTANT)/

it('asks every table that grows by an index, or for its newest few', async () => {
  const statements = new Set<string>()
  const watched = new Proxy(books.raw, {
    get: (of, name) => {
      const value: unknown = Reflect.get(of, name)
      if (name === 'prepare')
        return (sql: string) => {
          statements.add(sql)
          return of.prepare(sql)
        }
      return typeof value === 'function' ? value.bind(of) : value
    },
  })
  await look(watched)
  expect(statements.size).toBeGreaterThan(15)
  const lookedThrough = [...statements].flatMap((sql) => {
    const names = new Set([...sql.matchAll(/[@]([a-z]\w*)/gi)].map(([, name]) => name ?? ''))
    const values =
      names.size > 0
        ? [Object.fromEntries([...names].map((name) => [name, 1]))]
        : Array(sql.split('?').length - 1).fill(1)
    const plan = books.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]
    const isNewest =
      /FROM batch ORDER BY id DESC LIMIT|FROM batch WHERE sealed_at IS NOT NULL ORDER BY id DESC LIMIT/.test(sql)
    return plan
      .filter(
        ({ detail }) => detail.startsWith('SCAN') && !small.test(detail) && !/USING (COVERING )?INDEX/.test(detail),
      )
      .filter(({ detail }) => !(isNewest && detail === 'SCAN batch'))
      .map(({ detail }) => [detail, sql])
  })
  expect(lookedThrough).toEqual([])
  expect([...statements].filter((sql) => /\b(movement|posting)\b/.test(sql))).toEqual([])
})

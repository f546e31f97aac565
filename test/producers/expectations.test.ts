/**
 * What a schedule expects is decided once: in time, late or missing, whatever the machine and its clock did meanwhile. On a
 * real store, at the test's own time; the producer seven expects a batch at 18:00 in Hong Kong, with an hour of grace.
 */
import { hash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Schedule, weekdays } from '../../engine/contract/schedules.ts'
import {
  anyExpectationDue,
  lastExpectation,
  nextExpectation,
  onTimeDays,
  recentStates,
} from '../../engine/producers/expectations.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { Random } from '../simulation/random.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  clock('2026-11-02T09:00')
  books = await openBooks()
})
afterEach(() => {
  books.close()
  vi.useRealTimers()
})

const local = (text: string): number => Date.parse(`${text}:00+08:00`)
const clock = (text: string): void => void vi.setSystemTime(local(text))
const shown = (at: number | string): string => new Date(new Date(at).getTime() + 8 * hour).toISOString().slice(0, 16)

const evenings = Schedule.parse({ kind: 'daily', times: ['18:00'] })
const addSeven = (schedule: Schedule = evenings) =>
  books.run('producers.add', { id: 7, code: 'seven', name: 'Seven Corner', schedule })

let files = 0
async function receive(content?: string): Promise<number> {
  files += 1
  const name = `file-${files}`
  const file = { file: name, path: name, inode: '1', bytes: 1, modifiedAt: 1, archive: name, control: null }
  const sha256 = hash('sha256', content ?? name, 'buffer')
  return (await books.run('ingest.receive', { producer: 7, ...file, sha256 })).batch
}

const exceptions = (): readonly string[] =>
  (
    books.raw
      .prepare(`SELECT cause, status, resolution FROM exception WHERE code = 'BATCH_MISSING' ORDER BY id`)
      .all() as {
      cause: string
      status: string
      resolution: string | null
    }[]
  ).map(({ cause, status, resolution }) => `${shown(cause)} ${resolution ?? status}`)

/** The missing ones that this look found. */
async function look(): Promise<readonly string[]> {
  const missing: string[] = []
  for (let more = true; more; ) {
    const piece = await books.run('producers.noteDue', null)
    missing.push(...piece.missing.map(({ expectedAt }) => shown(expectedAt)))
    more = piece.more
  }
  return missing
}

const decided = (): readonly string[] =>
  (
    books.raw.prepare('SELECT expected_at AS at, state, batch_id AS batch FROM expected_batch ORDER BY 1').all() as {
      at: number
      state: string
      batch: number | null
    }[]
  ).map(({ at, state, batch }) => `${shown(at)} ${state}${batch === null ? '' : ` ${batch}`}`)

const isDue = (): boolean => anyExpectationDue(books, { at: Date.now() })

describe('an expected batch', () => {
  beforeEach(() => addSeven().then(() => undefined))

  it('is met by the first one that comes from two hours before it to the end of its grace', async () => {
    clock('2026-11-02T15:59')
    await receive()
    clock('2026-11-02T16:00')
    const first = await receive()
    clock('2026-11-02T18:30')
    await receive()
    clock('2026-11-02T18:59')
    expect([isDue(), await look(), decided()]).toEqual([false, [], []])
    clock('2026-11-02T19:00')
    expect([isDue(), await look(), decided()]).toEqual([true, [], [`2026-11-02T18:00 met ${first}`]])
    expect([isDue(), await look()]).toEqual([false, []])
  })

  it('is missing once its grace is over, and late when it comes after all', async () => {
    clock('2026-11-02T19:00')
    expect(await look()).toEqual(['2026-11-02T18:00'])
    expect(lastExpectation(books.raw, 7)).toMatchObject({ state: 'missed', batch: null })
    expect(exceptions()).toEqual(['2026-11-02T18:00 open'])
    clock('2026-11-03T15:59')
    const batch = await receive()
    expect(lastExpectation(books.raw, 7)).toEqual({
      expectedAt: '2026-11-02T10:00:00.000Z',
      dueAt: '2026-11-02T11:00:00.000Z',
      state: 'late',
      batch,
    })
    expect(exceptions()).toEqual(['2026-11-02T18:00 not_a_problem'])
    // It was the one of the evening before and is not also today's.
    clock('2026-11-03T19:00')
    expect(await look()).toEqual(['2026-11-03T18:00'])
    expect(decided()).toEqual([`2026-11-02T18:00 late ${batch}`, '2026-11-03T18:00 missed'])
  })

  it('is late when the machine slept and both its time and its batch were over by then', async () => {
    clock('2026-11-02T21:00')
    const batch = await receive()
    expect(await look()).toEqual([])
    expect(decided()).toEqual([`2026-11-02T18:00 late ${batch}`])
  })

  it('is missing once for each evening that the machine slept through', async () => {
    clock('2026-11-05T08:00')
    expect(await look()).toEqual(['2026-11-02T18:00', '2026-11-03T18:00', '2026-11-04T18:00'])
    expect(await look()).toEqual([])
    expect(exceptions()).toEqual(['2026-11-02T18:00 open', '2026-11-03T18:00 open', '2026-11-04T18:00 open'])
  })

  it('is not missing a second time when the clock was set back', async () => {
    clock('2026-11-04T08:00')
    expect(await look()).toHaveLength(2)
    clock('2026-11-01T08:00')
    expect([isDue(), await look()]).toEqual([false, []])
    clock('2026-11-04T08:00')
    expect(await look()).toEqual([])
    // A clock that had run ahead had said that it was missing; it came in its time after all.
    clock('2026-11-03T18:10')
    const batch = await receive()
    expect(decided()).toEqual(['2026-11-02T18:00 missed', `2026-11-03T18:00 met ${batch}`])
  })

  it('is not the same file once more, nor one that could not be read', async () => {
    clock('2026-11-02T17:00')
    const met = await receive('same')
    clock('2026-11-03T17:00')
    await receive('same')
    const unreadable = await receive()
    await books.run('ingest.rejectUnreadable', {
      batch: unreadable,
      code: 'FILE_UNREADABLE',
      reason: 'cut off',
      line: null,
    })
    clock('2026-11-03T19:00')
    expect(await look()).toEqual(['2026-11-03T18:00'])
    expect(decided()).toEqual([`2026-11-02T18:00 met ${met}`, '2026-11-03T18:00 missed'])
  })

  it('is none while the producer is suspended, and what was due before is decided before', async () => {
    clock('2026-11-02T20:00')
    await books.run('producers.suspend', { id: 7, reason: 'wrong amounts' }, 'ana')
    expect(decided()).toEqual(['2026-11-02T18:00 missed'])
    clock('2026-11-05T20:00')
    expect([isDue(), await look()]).toEqual([false, []])
  })

  it('is expected by a new schedule from when it was agreed, and by the old one until then', async () => {
    clock('2026-11-03T08:00')
    const schedule = Schedule.parse({ kind: 'daily', times: ['07:00', '12:00'], graceMinutes: 0 })
    const change = { id: 7, expectedVersion: 1, change: { schedule } }
    expect(await books.run('producers.change', change, 'admin')).toMatchObject({ status: 'done' })
    clock('2026-11-03T13:00')
    await look()
    expect(decided()).toEqual(['2026-11-02T18:00 missed', '2026-11-03T12:00 missed'])
    await books.run('producers.change', { id: 7, expectedVersion: 2, change: { schedule: null } }, 'admin')
    clock('2026-11-09T13:00')
    expect([isDue(), await look()]).toEqual([false, []])
  })

  it('is no batch that was another one already', async () => {
    clock('2026-11-02T16:30')
    const batch = await receive()
    clock('2026-11-02T19:00')
    await look()
    const schedule = Schedule.parse({ kind: 'daily', times: ['20:00'], graceMinutes: 0, leadMinutes: 240 })
    await books.run('producers.change', { id: 7, expectedVersion: 1, change: { schedule } }, 'admin')
    clock('2026-11-02T20:00')
    expect(await look()).toEqual(['2026-11-02T20:00'])
    expect(decided()).toEqual([`2026-11-02T18:00 met ${batch}`, '2026-11-02T20:00 missed'])
  })

  it('is awaited until its batch is there, and from then on the next one is', async () => {
    const next = () => {
      const row = books.raw.prepare('SELECT id, schedule, expected_after AS expectedAfter FROM producer').get()
      return nextExpectation(books.raw, row as never)
    }
    const awaited = (expectedAt: string, dueAt: string) => ({ expectedAt, dueAt, state: 'awaited', batch: null })
    const today = awaited('2026-11-02T10:00:00.000Z', '2026-11-02T11:00:00.000Z')
    const tomorrow = awaited('2026-11-03T10:00:00.000Z', '2026-11-03T11:00:00.000Z')
    expect(next()).toEqual(today)
    clock('2026-11-02T17:00')
    const batch = await receive()
    expect(next()).toEqual(tomorrow)
    // Its grace is not over, so it is decided only later; that changes nothing about what is awaited.
    clock('2026-11-02T19:00')
    await look()
    expect(next()).toEqual(tomorrow)
    clock('2026-11-03T18:30')
    expect(next()).toEqual(tomorrow)
    expect(decided()).toEqual([`2026-11-02T18:00 met ${batch}`])
  })

  it('counts for the day on which it was expected', async () => {
    clock('2026-11-02T18:00')
    await receive()
    clock('2026-11-04T08:00')
    await look()
    expect(onTimeDays(books.raw, 7, 30)).toEqual([
      { day: '2026-11-03', expected: 1, onTime: 0, late: 0, missed: 1 },
      { day: '2026-11-02', expected: 1, onTime: 1, late: 0, missed: 0 },
    ])
    expect(onTimeDays(books.raw, 7, 1)).toHaveLength(1)
    expect(recentStates(books.raw, 7, 30)).toEqual(['met', 'missed'])
    expect(recentStates(books.raw, 7, 1)).toEqual(['missed'])
  })
})

it('decides very many in pieces, and none of them twice', async () => {
  await addSeven(Schedule.parse({ kind: 'every', minutes: 5, graceMinutes: 0 }))
  clock('2026-11-09T09:00')
  const missing = await look()
  expect(missing).toHaveLength(7 * 288)
  expect(new Set(missing).size).toBe(missing.length)
})

/** Written without the engine's own code: Hong Kong is eight hours ahead all year round. */
type Evening = Readonly<{ at: number; due: number; opens: number; closes: number }>

function eveningsOf(
  { times, weekdays: days, graceMinutes, leadMinutes }: Extract<Schedule, { kind: 'daily' }>,
  from: number,
) {
  const instants: number[] = []
  for (let midnight = local('2026-10-18T00:00'); midnight < local('2027-01-15T00:00'); midnight += day) {
    const weekday = weekdays[(new Date(midnight + 8 * hour).getUTCDay() + 6) % 7] ?? 'mon'
    if (!days.includes(weekday)) continue
    for (const time of new Set(times))
      instants.push(midnight + Number(time.slice(0, 2)) * hour + Number(time.slice(3)) * minute)
  }
  instants.sort((a, b) => a - b)
  const lead = (index: number): number =>
    Math.min(leadMinutes * minute, Math.floor(((instants[index] ?? 0) - (instants[index - 1] ?? 0)) / 2))
  const all = instants.slice(1, -1).map(
    (at, index): Evening => ({
      at,
      due: at + graceMinutes * minute,
      opens: at - lead(index + 1),
      closes: (instants[index + 2] ?? 0) - lead(index + 2),
    }),
  )
  return all.filter(({ at }) => at > from)
}

it.each(Array.from({ length: 8 }, (_, seed) => seed + 1))(
  'decides each expectation exactly once while the machine sleeps and its clock jumps (seed %i)',
  async (seed) => {
    const random = new Random(seed)
    const time = (): string =>
      `${String(random.below(24)).padStart(2, '0')}:${String(random.below(60)).padStart(2, '0')}`
    const schedule = Schedule.parse({
      kind: 'daily',
      times: Array.from({ length: 1 + random.below(3) }, time),
      weekdays: weekdays.filter((each) => each === 'tue' || random.chance(60)),
      graceMinutes: random.below(600),
      leadMinutes: random.below(600),
    }) as Extract<Schedule, { kind: 'daily' }>
    await addSeven(schedule)
    const expected = eveningsOf(schedule, Date.now())
    const state = new Map<number, string>()
    const used = new Set<number>()
    const arrivals: { id: number; at: number }[] = []
    const missing: string[] = []
    let mark = Date.now()
    for (let step = 0; step < 60; step += 1) {
      const passed = random.pick([7 * minute, 3 * hour, 11 * hour, 2 * day, -5 * hour, -1 * day])
      vi.setSystemTime(Date.now() + passed + random.below(90) * minute)
      if (random.chance(40)) {
        const arrival = { id: await receive(), at: Date.now() }
        arrivals.push(arrival)
        const waiting = expected.find(
          ({ at, opens, closes }) => state.get(at) === 'missed' && opens <= arrival.at && arrival.at < closes,
        )
        if (waiting !== undefined) {
          state.set(waiting.at, `${arrival.at <= waiting.due ? 'met' : 'late'} ${arrival.id}`)
          used.add(arrival.id)
        }
      }
      if (random.chance(60)) {
        missing.push(...(await look()))
        for (const { at, due, opens, closes } of expected.filter((each) => each.at > mark)) {
          if (due > Date.now()) break
          const [batch] = arrivals
            .filter((each) => each.at >= opens && each.at < closes && !used.has(each.id))
            .toSorted((a, b) => a.at - b.at || a.id - b.id)
          state.set(at, batch === undefined ? 'missed' : `${batch.at <= due ? 'met' : 'late'} ${batch.id}`)
          if (batch !== undefined) used.add(batch.id)
          mark = at
        }
      }
    }
    expect(decided()).toEqual([...state].toSorted(([a], [b]) => a - b).map(([at, how]) => `${shown(at)} ${how}`))
    expect(new Set(missing).size).toBe(missing.length)
    expect(
      exceptions()
        .map((each) => each.slice(0, 16))
        .toSorted(),
    ).toEqual(missing.toSorted())
    expect(state.size).toBeGreaterThan(5)
  },
)

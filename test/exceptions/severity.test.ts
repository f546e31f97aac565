/** How bad an exception is and when it is due: by its code and the money at stake, and by itself only ever worse and sooner. */
import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ExceptionCode, type Severity, severities } from '../../engine/contract/exceptions.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { changeCase } from '../../engine/exceptions/case.ts'
import { type ExceptionDraft, raise, settle } from '../../engine/exceptions/raise.ts'
import { changeSetting, type SettingChange } from '../../engine/settings/change.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import type { Books } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { openLenientBooks } from './open-exceptions.ts'

let books: Books
beforeAll(async () => {
  books = await openLenientBooks()
})
afterAll(() => books.close())

const at = Date.parse('2026-03-01T10:00:00Z')
const hourMs = 3_600_000
const dayMs = 24 * hourMs

const undone = <T>(act: (raw: Database) => T): Promise<T> =>
  withRawStore(books.engine, (raw) => {
    raw.exec('BEGIN')
    try {
      return act(raw)
    } finally {
      raw.exec('ROLLBACK')
    }
  })

const draft: ExceptionDraft = {
  code: 'BATCH_MISSING',
  scope: 'producer',
  producer: 9,
  batch: null,
  cause: 'severity',
  rows: 1,
  amount: null,
  client: null,
  line: null,
  found: null,
  facts: [],
  detail: {},
}

type Standing = Readonly<{
  severity: Severity
  dueAt: number
  status: string
  owner: number | null
  snoozedUntil: number | null
  version: number
  reopened: number
  resolvedBy: string | null
}>

const standingOf = (raw: Database, id: number): Standing =>
  raw
    .prepare(`
      SELECT severity, due_at AS dueAt, status, owner, snoozed_until AS snoozedUntil, version, reopened,
        resolved_by AS resolvedBy FROM exception WHERE id = ?`)
    .get(id) as Standing

const historyOf = (raw: Database, id: number) =>
  (
    raw.prepare('SELECT kind, detail FROM exception_event WHERE exception_id = ? ORDER BY id').all(id) as {
      kind: string
      detail: string
    }[]
  ).map(({ kind, detail }) => ({ kind, ...(JSON.parse(detail) as object) }))

const rank = (severity: Severity): number => severities.indexOf(severity)

/** As if a proposal had been approved. Kept to its own transaction, which is taken back. */
function propose(raw: Database, value: SettingValue<'exceptions'>) {
  raw.pragma('defer_foreign_keys = ON')
  return changeSetting({ raw, at }, { name: 'exceptions', value } as unknown as SettingChange, 1)
}

describe('an exception is as bad as the worse of its code and its money', () => {
  it.each<[ExceptionCode, number | null, Severity, number]>([
    ['FILE_REPEATED', null, 'low', 168],
    ['FILE_REPEATED', 0, 'low', 168],
    ['FILE_REPEATED', 999_999, 'low', 168],
    ['FILE_REPEATED', 1_000_000, 'high', 24],
    ['FILE_REPEATED', 99_999_999, 'high', 24],
    ['FILE_REPEATED', 100_000_000, 'critical', 4],
    ['HELD_TOO_LONG', null, 'medium', 72],
    ['HELD_TOO_LONG', 999_999, 'medium', 72],
    ['HELD_TOO_LONG', 1_000_000, 'high', 24],
    ['HELD_TOO_LONG', Number.MAX_SAFE_INTEGER, 'critical', 4],
    ['AMOUNT_OVER_LIMIT', 1, 'high', 24],
    ['AMOUNT_OVER_LIMIT', 100_000_000, 'critical', 4],
    ['CARD_DATA_FOUND', null, 'critical', 4],
    ['CARD_DATA_FOUND', 1, 'critical', 4],
  ])('%s about %s is %s and due after %i hours', async (code, amount, severity, hours) => {
    const found = await undone((raw) => standingOf(raw, raise(raw, at, { ...draft, code, amount }).id))
    expect(found).toMatchObject({ severity, dueAt: at + hours * hourMs })
  })

  it('by the setting in force when it is raised', async () => {
    const value: SettingValue<'exceptions'> = {
      moneySteps: [
        { atLeast: 5, severity: 'medium' },
        { atLeast: 50, severity: 'critical' },
      ],
      dueInHours: { critical: 1, high: 2, medium: 3, low: 5 },
      snoozeDaysMax: 7,
    }
    await undone((raw) => {
      const before = raise(raw, at, { ...draft, code: 'FILE_REPEATED', amount: 4 }).id
      expect(propose(raw, value)).toMatchObject({ status: 'done', version: 1 })
      const raised = [4, 5, 50].map(
        (amount) => raise(raw, at, { ...draft, code: 'TYPE_UNKNOWN', cause: `${amount}`, amount }).id,
      )
      expect(raised.map((id) => standingOf(raw, id))).toMatchObject([
        { severity: 'medium', dueAt: at + 3 * hourMs },
        { severity: 'medium', dueAt: at + 3 * hourMs },
        { severity: 'critical', dueAt: at + hourMs },
      ])
      // What is there already keeps its time.
      expect(standingOf(raw, before)).toMatchObject({ severity: 'low', dueAt: at + 168 * hourMs })
    })
  })

  it('the setting takes no step that would never speak, and nothing worse that is due later', async () => {
    const { exceptions } = defaultSettings
    const [first, second] = exceptions.moneySteps
    const { dueInHours } = exceptions
    const unusable = await undone((raw) =>
      [
        { ...exceptions, moneySteps: [first, { atLeast: 200_000_000, severity: 'high' }] },
        { ...exceptions, moneySteps: [second, second] },
        { ...exceptions, dueInHours: { ...dueInHours, critical: 25 } },
        { ...exceptions, dueInHours: { ...dueInHours, low: 71 } },
        { ...exceptions, snoozeDaysMax: 0 },
        { ...exceptions, moneySteps: [{ atLeast: 0, severity: 'low' }] },
        exceptions,
      ].map((value) => {
        const outcome = propose(raw, value as SettingValue<'exceptions'>)
        return outcome.status === 'setting_unusable' ? outcome.issues.map(({ path }) => path) : outcome.status
      }),
    )
    expect(unusable).toEqual([
      ['moneySteps.1'],
      ['moneySteps.0'],
      ['dueInHours.critical'],
      ['dueInHours.medium'],
      ['snoozeDaysMax'],
      ['moneySteps.0.atLeast'],
      'setting_unchanged',
    ])
  })
})

describe('an exception whose money changes', () => {
  const held = { ...draft, code: 'HELD_TOO_LONG', amount: 500 } as const

  it('gets worse and is due sooner, from then on, and its history says so', async () => {
    await undone((raw) => {
      const { id } = raise(raw, at, held)
      raise(raw, at + hourMs, { ...held, amount: 2_000_000 })
      expect(standingOf(raw, id)).toMatchObject({ severity: 'high', dueAt: at + 25 * hourMs })
      raise(raw, at + 23 * hourMs, { ...held, amount: 200_000_000 })
      // Four hours from then would be later than it was due already.
      expect(standingOf(raw, id)).toMatchObject({ severity: 'critical', dueAt: at + 25 * hourMs })
      expect(historyOf(raw, id)).toEqual([
        { kind: 'raised', rows: 1, amount: 500 },
        { kind: 'changed', rows: 1, amount: 2_000_000, severity: 'high', dueAt: '2026-03-02T11:00:00.000Z' },
        { kind: 'changed', rows: 1, amount: 200_000_000, severity: 'critical', dueAt: '2026-03-02T11:00:00.000Z' },
      ])
    })
  })

  it('stays, when it shrinks, as bad and as urgent as it was', async () => {
    await undone((raw) => {
      const { id } = raise(raw, at, { ...held, amount: 200_000_000 })
      const before = standingOf(raw, id)
      raise(raw, at + hourMs, held)
      expect(standingOf(raw, id)).toEqual({ ...before, version: 2 })
      expect(historyOf(raw, id).at(-1)).toEqual({ kind: 'changed', rows: 1, amount: 500 })
    })
  })
})

describe('people at work on it', () => {
  const user = (raw: Database): number =>
    raw.prepare(`SELECT id FROM user WHERE name = 'admin'`).pluck().get() as number

  it.each(['in_progress', 'waiting'] as const)('go on when it changes: %s stays so', async (status) => {
    await undone((raw) => {
      const { id } = raise(raw, at, draft)
      const owner = user(raw)
      changeCase(raw, at, { id, by: 'admin', kind: 'assigned', detail: {}, owner })
      if (status === 'waiting')
        changeCase(raw, at, { id, by: 'admin', kind: 'asked', detail: {}, to: { status: 'waiting', for: 'producer' } })
      const { version } = standingOf(raw, id)
      expect(raise(raw, at, { ...draft, rows: 2 }).status).toBe('changed')
      expect(standingOf(raw, id)).toMatchObject({ status, owner, version: version + 1, reopened: 0 })
    })
  })

  it.each([
    ['it is theirs again', true, 'in_progress'],
    ['it is open when it was nobody’s', false, 'open'],
  ] as const)('find it opened again: %s, and due anew', async (_, owned, status) => {
    await undone((raw) => {
      const { id } = raise(raw, at, draft)
      const owner = owned ? user(raw) : null
      changeCase(raw, at, { id, by: 'admin', kind: 'assigned', detail: {}, owner })
      settle(raw, at, draft, 'not_a_problem', 'admin')
      expect(standingOf(raw, id)).toMatchObject({ status: 'resolved', resolvedBy: 'admin' })
      expect(raise(raw, at + 9 * dayMs, draft, { anew: true }).status).toBe('reopened')
      const dueAt = at + 10 * dayMs
      expect(standingOf(raw, id)).toMatchObject({
        status,
        owner,
        dueAt,
        reopened: 1,
        resolvedBy: null,
        severity: 'high',
      })
      expect(historyOf(raw, id).at(-1)).toEqual({
        kind: 'reopened',
        rows: 1,
        amount: null,
        dueAt: '2026-03-11T10:00:00.000Z',
      })
    })
  })

  it.each<[string, Partial<ExceptionDraft>, { worse?: boolean }, boolean]>([
    ['more rows wake it', { rows: 2 }, {}, true],
    ['more money wakes it', { amount: 501 }, {}, true],
    ['whoever raises it says that it is worse: that wakes it', { detail: { a: 1 } }, { worse: true }, true],
    ['less money lets it sleep', { amount: 499 }, {}, false],
    ['other words let it sleep', { found: 'else' }, {}, false],
    ['the same again lets it sleep', {}, {}, false],
  ])('are left alone while they put it off, but for what is worse: %s', async (_, change, options, wakes) => {
    await undone((raw) => {
      const first = { ...draft, amount: 500 }
      const { id } = raise(raw, at, first)
      const snoozedUntil = at + dayMs
      changeCase(raw, at, { id, by: 'admin', kind: 'snoozed', detail: {}, snoozedUntil })
      raise(raw, at + 1, { ...first, ...change }, options)
      expect(standingOf(raw, id).snoozedUntil).toBe(wakes ? null : snoozedUntil)
      expect(historyOf(raw, id).at(-1)?.kind === 'woken').toBe(wakes)
    })
  })
})

it('by itself it never gets milder, and is never due later unless it is opened again', async () => {
  const codes = ['FILE_REPEATED', 'HELD_TOO_LONG', 'BATCH_MISSING', 'CARD_DATA_FOUND'] as const
  const step = fc.record({
    act: fc.constantFrom('raise', 'raise', 'raise', 'anew', 'settle', 'assign', 'snooze'),
    rows: fc.integer({ min: 0, max: 3 }),
    amount: fc.option(fc.constantFrom(0, 999_999, 1_000_000, 50_000_000, 100_000_000, Number.MAX_SAFE_INTEGER)),
    passesMs: fc.integer({ min: 0, max: 5 * dayMs }),
  })
  await withRawStore(books.engine, (raw) =>
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.array(step, { maxLength: 30 }), (code, steps) => {
        raw.exec('BEGIN')
        try {
          const { id } = raise(raw, at, { ...draft, code })
          let now = at
          for (const { act, rows, amount, passesMs } of steps) {
            now += passesMs
            const before = standingOf(raw, id)
            const status = doOnce(raw, now, { act, id, draft: { ...draft, code, rows, amount } })
            const after = standingOf(raw, id)
            expect(rank(after.severity)).toBeLessThanOrEqual(rank(before.severity))
            if (status === 'reopened') expect(after.dueAt).toBeGreaterThan(now)
            else expect(after.dueAt).toBeLessThanOrEqual(before.dueAt)
            const hours = defaultSettings.exceptions.dueInHours[after.severity]
            // Whatever is worse than it was gets no more time than what is raised as bad.
            if (after.severity !== before.severity) expect(after.dueAt).toBeLessThanOrEqual(now + hours * hourMs)
          }
        } finally {
          raw.exec('ROLLBACK')
        }
      }),
      { numRuns: 200 },
    ),
  )
})

type Step = Readonly<{ act: string; id: number; draft: ExceptionDraft }>

function doOnce(raw: Database, now: number, { act, id, draft: of }: Step): string | null {
  const isOpen = standingOf(raw, id).status !== 'resolved'
  switch (act) {
    case 'settle':
      settle(raw, now, of, 'not_a_problem')
      return null
    case 'assign':
      if (isOpen) changeCase(raw, now, { id, by: 'admin', kind: 'assigned', detail: {}, owner: 1 })
      return null
    case 'snooze':
      if (isOpen) changeCase(raw, now, { id, by: 'admin', kind: 'snoozed', detail: {}, snoozedUntil: now + dayMs })
      return null
    default:
      return raise(raw, now, of, { anew: act === 'anew' }).status
  }
}

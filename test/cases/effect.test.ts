/** What an action is said to do is what it does, as long as nothing moves between: row by row and to the last cent. */
import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaseDeed, CaseEffect } from '../../engine/contract/cases.ts'
import type { RowFields } from '../../engine/contract/row-fields.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { type RowDraft, recentDay } from '../ingest/drop.ts'
import { type Cases, openCases } from './open-cases.ts'
import { files } from './random-deeds.ts'

const newHistories = Number(process.env.EFFECT_HISTORIES ?? 12)

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
}, 60_000)
afterAll(async () => {
  expect(await cases.client.ledger.check({ deep: true })).toMatchObject({ consistent: true, differences: [] })
  await cases.close()
})

const reason = 'because'
let last = 0

it('comes true, for any case and any action on it', async () => {
  const picks = fc.array(fc.nat({ max: 999 }), { minLength: 3, maxLength: 8 })
  const histories = fc.asyncProperty(fc.array(files, { minLength: 1, maxLength: 3 }), picks, play)
  await fc.assert(histories, { numRuns: newHistories })
  let decided = await decisions()
  // Until money moved in all the ways there are: what nobody happened to do was not held to its word.
  for (let more = 0; more < historiesMore && !movingDecisions.every((one) => decided.has(one)); more += 1) {
    await fc.assert(histories, { numRuns: 1 })
    decided = await decisions()
  }
  expect([...decided]).toEqual(expect.arrayContaining([...movingDecisions]))
}, 300_000)

const movingDecisions = ['corrected', 'posted'] as const
const historiesMore = 60
const decisions = async () =>
  new Set(await inStore(cases, (raw) => raw.prepare('SELECT DISTINCT decision FROM row_decision').pluck().all()))

async function play(contents: readonly (readonly RowDraft[])[], picks: readonly number[]): Promise<void> {
  last += 1
  for (const [at, rows] of contents.entries()) {
    const own = rows.map((row) => ({ ...row, tx: `${last}-${row.tx}` }))
    await cases.take(`f${last}-${at}.csv`, [...own, { client: 'D', tx: `m${last}-${at}`, amount: last }])
  }
  await cases.waitTooLong()
  for (const pick of picks) {
    const { items } = await cases.analyst.exceptions.list({ status: 'unresolved', limit: 1_000 })
    const found = items[pick % Math.max(1, items.length)]
    if (found !== undefined) await actOn(found.id, pick)
  }
}

it('of rejecting is that of all rows that are held, however many are done at once', async () => {
  const many = Array.from({ length: 20_050 }, (_, row) => ({ client: 'M', tx: `many-${row}`, amount: 200_000 }))
  const { id } = await cases.caseOf(await cases.take('many.csv', many))
  const deed: CaseDeed = { action: 'reject', reason }
  const said = await cases.analyst.exceptions.effect({ id, deed })
  expect(said).toMatchObject({
    needsApproval: false,
    rows: 20_050,
    left: 0,
    status: 'resolved',
    resolution: 'rejected',
  })
  expect(said.effect.sets).toMatchObject([{ before: { left: 20_050 }, after: { status: 'resolved', left: 0 } }])
  const version = () => cases.analyst.exceptions.get({ id }).then((found) => found.version)
  const before = await version()
  await cases.analyst.exceptions.effect({ id, deed })
  expect(await version()).toBe(before)
  await cases.act(id, deed)
  const { status, resolution, left, owner, snoozedUntil } = await cases.analyst.exceptions.get({ id })
  expect(said.effect.sets[0]?.after).toEqual({ status, resolution, left, owner, snoozedUntil })
}, 60_000)

const moving = ['post', 'correct', 'write_off', 'reject', 'merge'] as const

async function actOn(id: number, pick: number): Promise<void> {
  const { actions } = await cases.analyst.exceptions.get({ id })
  const possible = moving.filter((action) => actions.some((each) => each.action === action && each.bar === null))
  const action = possible[pick % Math.max(1, possible.length)]
  if (action === undefined) return
  const deed = await deedOf(id, action, pick)
  const effect = await cases.analyst.exceptions.effect({ id, deed }).catch((error: { code?: string }) => {
    if (error.code === undefined || error.code === 'internal') throw error
    return null
  })
  if (effect === null) return
  const before = await inStore(cases, (raw) => stateOf(raw))
  const { proposal } = await cases.act(id, deed)
  expect(effect.needsApproval).toBe(proposal !== null)
  if (proposal !== null) {
    expect(await inStore(cases, (raw) => stateOf(raw))).toEqual(before)
    await cases.approve(proposal)
  }
  await expectCameTrue(id, effect, before)
}

async function expectCameTrue(id: number, said: CaseEffect, before: State): Promise<void> {
  const { status, resolution, left } = await cases.analyst.exceptions.get({ id })
  // Whoever proposes for a case of nobody owns it from then on.
  const working = (each: string): string => (each === 'open' ? 'in_progress' : each)
  expect({ status: working(status), resolution, left: status === 'resolved' ? 0 : left }).toEqual({
    status: working(said.status),
    resolution: said.resolution,
    left: status === 'resolved' ? 0 : said.left,
  })
  const made = await inStore(cases, (raw) => raw.prepare(postingsSince).all(before.last))
  expect(made).toEqual(said.effect.postings)
  const after = await inStore(cases, (raw) => stateOf(raw))
  const moved = said.effect.balances.map(({ account, before: from, after: to }) => [account, from, to])
  const really = Object.keys(after.balances)
    .map((account) => [account, before.balances[account] ?? 0, after.balances[account] ?? 0] as const)
    .filter(([, from, to]) => from !== to)
  expect(moved.filter(([, from, to]) => from !== to).toSorted()).toEqual(really.toSorted())
}

async function deedOf(id: number, action: (typeof moving)[number], pick: number): Promise<CaseDeed> {
  const { items } = await cases.analyst.exceptions.rows({ id, limit: 100 })
  const left = items.filter(
    ({ decided, outcome }) => decided === null && outcome !== 'posted' && outcome !== 'rejected',
  )
  const lines = left.map(({ line }) => line)
  if (action === 'correct') {
    const rows = lines.slice(0, 1 + (pick % 3)).map((line) => ({ line, row: said(pick + line, `${id}-${line}`) }))
    return { action, rows, reason }
  }
  const first = lines[pick % lines.length] ?? 2
  return pick % 3 === 0 ? { action, reason, lines: [[first, first + 1]] } : { action, reason }
}

const said = (pick: number, name: string): RowFields => ({
  occurredAt: `${recentDay}T04:00:00.000Z`,
  client: ['A', 'B', 'C'][pick % 3] ?? 'A',
  location: 'Central',
  txId: `c${last}-${name}`,
  type: pick % 4 === 0 ? 'Payment' : 'TopUp',
  amount: [100, 5_000, 70_000][pick % 3] ?? 100,
})

type State = Readonly<{ last: number; balances: Readonly<Record<string, number>> }>

const stateOf = (raw: Database): State => ({
  last: (raw.prepare('SELECT max(seq) FROM movement').pluck().get() as number | null) ?? 0,
  balances: Object.fromEntries(raw.prepare('SELECT code, balance FROM account').raw().all() as [string, number][]),
})

const postingsSince = `
  SELECT movement.kind, debit.code AS debit, credit.code AS credit, movement.currency, movement.amount
  FROM movement JOIN account AS debit ON debit.id = movement.debit JOIN account AS credit ON credit.id = movement.credit
  WHERE movement.seq > ? ORDER BY movement.seq`

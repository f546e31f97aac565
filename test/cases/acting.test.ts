/** What each deed does: to the rows, to the money, to the case, and what stays beside it for ever. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RowDraft, recentDay } from '../ingest/drop.ts'
import { type Cases, openCases } from './open-cases.ts'

let cases: Cases
beforeEach(async () => {
  cases = await openCases()
})
afterEach(async () => {
  // Whatever was done, the books are whole.
  expect(await cases.client.ledger.check({ deep: true })).toMatchObject({ consistent: true, differences: [] })
  await cases.close()
})

const reason = 'because'
const overLimit = [
  { client: 'A', tx: 'a1', amount: 500_000 },
  { client: 'B', tx: 'b1', amount: 300_000 },
  { client: 'C', tx: 'c1', amount: 700 },
]
const statesOf = async (id: number) =>
  (await cases.client.exceptions.get({ id })).history.map(({ kind, by }) => `${kind} by ${by}`)

describe('posting anyway', () => {
  it('waits for a second person, then posts what was held', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    const effect = await cases.analyst.exceptions.effect({ id, deed: { action: 'post', reason } })
    expect(effect).toMatchObject({ needsApproval: true, rows: 2, left: 0, status: 'resolved', resolution: 'posted' })
    expect(effect.effect.postings).toEqual([
      { kind: 'TopUp', debit: 'clearing:nine', credit: 'wallet:A', currency: 'USD', amount: 500_000 },
      { kind: 'TopUp', debit: 'clearing:nine', credit: 'wallet:B', currency: 'USD', amount: 300_000 },
    ])
    expect(await cases.balances()).toEqual({ 'clearing:nine': -700, 'wallet:C': 700 })
    const { exception, proposal } = await cases.act(id, { action: 'post', reason })
    expect(exception).toMatchObject({ status: 'waiting', waitingFor: 'approval', owner: 'ana', left: 2 })
    await cases.approve(proposal)
    expect(await cases.balances()).toEqual({
      'clearing:nine': -800_700,
      'wallet:A': 500_000,
      'wallet:B': 300_000,
      'wallet:C': 700,
    })
    const after = await cases.client.exceptions.get({ id })
    expect(after).toMatchObject({ status: 'resolved', resolution: 'posted', resolvedBy: 'ana', left: 0, rows: 2 })
    expect(after.firstRows).toMatchObject([
      { line: 2, outcome: 'posted', decided: { decision: 'posted', by: 'ana', proposal, reason } },
      { line: 3, outcome: 'posted', decided: { decision: 'posted', by: 'ana', proposal, reason } },
    ])
    expect(await statesOf(id)).toEqual([
      'raised by engine',
      'proposed by ana',
      'posted by ana',
      'approved by ben',
      'settled by ana',
    ])
  })

  it('of some rows leaves the others', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    const { proposal } = await cases.act(id, { action: 'post', lines: [[3, 3]], reason })
    await cases.approve(proposal)
    expect(await cases.client.exceptions.get({ id })).toMatchObject({
      status: 'in_progress',
      owner: 'ana',
      rows: 1,
      left: 1,
      client: 'A',
      line: 2,
    })
  })

  it('never overrules what a wallet has', async () => {
    const batch = await cases.take('pay.csv', [
      { client: 'A', tx: 'a1', amount: 700 },
      { client: 'A', tx: 'a2', type: 'Payment', amount: 300_000 },
    ])
    const { id } = await cases.caseOf(batch)
    await expect(cases.act(id, { action: 'post', reason })).rejects.toMatchObject({
      code: 'rows_lack_money',
      data: { line: 3, client: 'A', available: 700, amount: 300_000, rows: 1 },
    })
    expect(await cases.client.exceptions.get({ id })).toMatchObject({ status: 'open', version: 1 })
  })

  it('of refused rows posts them as they stand', async () => {
    const batch = await cases.take('where.csv', [
      { client: 'A', tx: 'a1', amount: 700, location: 'Atlantis' },
      { client: 'B', tx: 'b1', amount: 800 },
    ])
    const { id } = await cases.caseOf(batch, 'LOCATION_UNKNOWN')
    const { proposal } = await cases.act(id, { action: 'post', reason })
    await cases.approve(proposal)
    expect(await cases.balances()).toEqual({ 'clearing:nine': -1_500, 'wallet:A': 700, 'wallet:B': 800 })
    const after = await cases.client.exceptions.get({ id })
    expect(after).toMatchObject({ status: 'resolved', resolution: 'posted' })
    expect(after.firstRows).toMatchObject([
      { outcome: 'fault', decided: { decision: 'posted', corrected: { location: 'Atlantis', txId: 'a1' } } },
    ])
    // The same row again is a repeat now.
    const again = await cases.take('again.csv', [
      { client: 'A', tx: 'a1', amount: 700, location: 'Atlantis' },
      { client: 'B', tx: 'b2', amount: 800 },
    ])
    expect((await cases.client.batches.get({ id: again })).faults).toBe(1)
  })
})

const correctedRow = {
  occurredAt: `${recentDay}T04:00:00.000Z`,
  client: 'A',
  location: 'Central',
  txId: 'a1',
  type: 'TopUp',
  amount: 900,
} as const

describe('correcting', () => {
  it('posts what was said instead, and keeps the original beside it', async () => {
    const batch = await cases.take('bad.csv', [
      { client: 'A', tx: 'a1', amount: 'nine hundred' },
      { client: 'B', tx: 'b1', amount: 800 },
    ])
    const { id } = await cases.caseOf(batch)
    const { proposal } = await cases.act(id, { action: 'correct', rows: [{ line: 2, row: correctedRow }], reason })
    await cases.approve(proposal)
    expect(await cases.balances()).toEqual({ 'clearing:nine': -1_700, 'wallet:A': 900, 'wallet:B': 800 })
    const after = await cases.client.exceptions.get({ id })
    expect(after).toMatchObject({ status: 'resolved', resolution: 'corrected' })
    const [row] = after.firstRows
    expect(row).toMatchObject({
      outcome: 'fault',
      decided: { decision: 'corrected', corrected: correctedRow, proposal },
    })
    expect(row?.raw).toContain('nine hundred')
    // What came of it says where it is from, and whoever sends the row again sends a repeat.
    const transaction = row?.decided?.transaction ?? 0
    expect(await cases.client.accounts.transaction({ transaction })).toMatchObject({ source: { batch, line: 2 } })
  })

  it('refuses a TxId that another row has', async () => {
    const batch = await cases.take('bad.csv', [
      { client: 'A', tx: 'a1', amount: 'x' },
      { client: 'B', tx: 'b1', amount: 800 },
    ])
    const { id } = await cases.caseOf(batch)
    const rows = [{ line: 2, row: { ...correctedRow, txId: 'b1' } }]
    await expect(cases.act(id, { action: 'correct', rows, reason })).rejects.toMatchObject({
      code: 'tx_id_taken',
      data: { line: 2, txId: 'b1', batch, otherLine: 3 },
    })
  })

  it('of a held row changes it, and what it said before is kept with the decision', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    const rows = [{ line: 2, row: { ...correctedRow, amount: 5_000 } }]
    const { proposal } = await cases.act(id, { action: 'correct', rows, reason })
    await cases.approve(proposal)
    expect(await cases.balances()).toEqual({ 'clearing:nine': -5_700, 'wallet:A': 5_000, 'wallet:C': 700 })
    const { items } = await cases.client.exceptions.rows({ id })
    expect(items.map(({ line }) => line)).toEqual([3])
    await cases.act(id, { action: 'reject', reason })
    const all = (await cases.client.exceptions.rows({ id })).items
    expect(all[0]?.decided?.original).toMatchObject({ amount: 500_000 })
  })

  it('of a held row under its own TxId leaves it known as it was sent and as it was corrected, and as nothing else', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    const rows = [{ line: 2, row: { ...correctedRow, txId: 'a1', amount: 5_000 } }]
    await cases.approve((await cases.act(id, { action: 'correct', rows, reason })).proposal)
    const asCorrected = { client: 'A', tx: 'a1', amount: 5_000, date: correctedRow.occurredAt }
    const counted = async (name: string, row: RowDraft) => {
      const { repeats, conflicts } = await cases.client.batches.get({ id: await cases.take(name, [row]) })
      return { repeats, conflicts }
    }
    expect(await counted('sent.csv', { client: 'A', tx: 'a1', amount: 500_000 })).toEqual({ repeats: 1, conflicts: 0 })
    expect(await counted('corrected.csv', asCorrected)).toEqual({ repeats: 1, conflicts: 0 })
    // Half of the one and half of the other is neither.
    expect(await counted('mixed.csv', { ...asCorrected, amount: 500_000 })).toEqual({ repeats: 0, conflicts: 1 })
  })

  it('of a held row to another TxId keeps the first one claimed: the row is a repeat when it comes again', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    const rows = [{ line: 2, row: { ...correctedRow, txId: 'a9' } }]
    await cases.approve((await cases.act(id, { action: 'correct', rows, reason })).proposal)
    const again = await cases.take('again.csv', [
      { client: 'A', tx: 'a1', amount: 500_000 },
      { client: 'A', tx: 'a9', amount: 1 },
      { client: 'C', tx: 'c2', amount: 5 },
    ])
    expect(await cases.client.batches.get({ id: again })).toMatchObject({
      repeats: 1,
      conflicts: 1,
      posted: 1,
      held: 0,
    })
    const other = [{ line: 3, row: { ...correctedRow, client: 'B', txId: 'a1' } }]
    await expect(cases.act(id, { action: 'correct', rows: other, reason })).rejects.toMatchObject({
      code: 'tx_id_taken',
      data: { line: 3, txId: 'a1', batch, otherLine: 2 },
    })
  })
})

describe('correcting rows that wait for money', () => {
  const waiting = [
    { client: 'A', tx: 'a1', amount: 100 },
    { client: 'A', tx: 'a2', type: 'Payment', amount: 50_000 },
    { client: 'A', tx: 'a3', type: 'Payment', amount: 20_000 },
    { client: 'A', tx: 'a4', type: 'Payment', amount: 10_000 },
  ]

  it('never posts one as it was with the money that another one brings', async () => {
    const batch = await cases.take('wait.csv', waiting)
    await cases.waitTooLong()
    const { id } = await cases.caseOf(batch, 'HELD_TOO_LONG')
    const rows = [
      { line: 3, row: { ...correctedRow, txId: 'a2', amount: 50_000 } },
      { line: 4, row: { ...correctedRow, txId: 'a3', type: 'Payment', amount: 25_000 } as const },
    ]
    const { proposal } = await cases.act(id, { action: 'correct', rows, reason })
    await cases.approve(proposal)
    // What was not corrected waited for money, and has it now.
    expect(await cases.balances()).toEqual({ 'clearing:nine': -15_100, 'wallet:A': 15_100 })
    expect(await cases.client.exceptions.get({ id })).toMatchObject({
      status: 'resolved',
      resolution: 'corrected',
      left: 0,
    })
  })
})

describe('a conflict', () => {
  it('shows the row that it is with, held or posted', async () => {
    const first = await cases.take('first.csv', [
      { client: 'A', tx: 'a1', amount: 700 },
      { client: 'B', tx: 'b1', amount: 500_000 },
    ])
    const batch = await cases.take('second.csv', [
      { client: 'A', tx: 'a1', amount: 900 },
      { client: 'C', tx: 'b1', amount: 500_000 },
      { client: 'C', tx: 'c1', amount: 1 },
    ])
    const { id } = await cases.caseOf(batch, 'TXID_CONFLICT')
    const { firstRows } = await cases.client.exceptions.get({ id })
    expect(firstRows.map(({ known }) => known)).toMatchObject([
      { batch: first, line: 2, row: { client: 'A', amount: 700, txId: 'a1' }, transaction: 1 },
      { batch: first, line: 3, row: { client: 'B', amount: 500_000 }, transaction: null },
    ])
    await cases.act(id, { action: 'merge', reason })
    expect(await cases.client.exceptions.get({ id })).toMatchObject({ status: 'resolved', resolution: 'merged' })
  })
})

describe('rejecting', () => {
  it('lets held rows go, and the same row may come again', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    const { exception } = await cases.act(id, { action: 'reject', reason })
    expect(exception).toMatchObject({ status: 'resolved', resolution: 'rejected', resolvedBy: 'ana' })
    expect(await cases.balances()).toEqual({ 'clearing:nine': -700, 'wallet:C': 700 })
    const again = await cases.take('again.csv', [
      { client: 'A', tx: 'a1', amount: 50_000 },
      { client: 'C', tx: 'c2', amount: 1 },
    ])
    expect(await cases.client.batches.get({ id: again })).toMatchObject({ posted: 2, conflicts: 0, repeats: 0 })
  })

  it('is taken back by opening it again', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    await cases.act(id, { action: 'reject', lines: [[2, 2]], reason })
    await cases.act(id, { action: 'reject', reason })
    const { exception } = await cases.act(id, { action: 'reopen', reason })
    expect(exception).toMatchObject({ status: 'open', rows: 2, left: 2, reopened: 1, resolution: null })
    const { proposal } = await cases.act(id, { action: 'post', reason })
    await cases.approve(proposal)
    expect((await cases.balances())['clearing:nine']).toBe(-800_700)
  })

  it('of refused rows one by one counts them down', async () => {
    const rows = ['x', 'y', 'z'].map((amount, index) => ({ client: 'A', tx: `t${index}`, amount }))
    const batch = await cases.take('bad.csv', [...rows, { client: 'B', tx: 'b1', amount: 1 }])
    const { id } = await cases.caseOf(batch)
    const one = await cases.act(id, { action: 'reject', lines: [[3, 3]], reason })
    expect(one.exception).toMatchObject({ status: 'open', rows: 3, left: 2 })
    const rest = await cases.act(id, { action: 'reject', reason })
    expect(rest.exception).toMatchObject({ status: 'resolved', resolution: 'rejected', left: 0 })
  })
})

describe('writing off', () => {
  it('pays the producer for a held payment, and asks the client for nothing', async () => {
    const batch = await cases.take('pay.csv', [
      { client: 'A', tx: 'a1', amount: 700 },
      { client: 'A', tx: 'a2', type: 'Payment', amount: 300_000 },
    ])
    const { id } = await cases.caseOf(batch)
    const { proposal } = await cases.act(id, { action: 'write_off', reason })
    await cases.approve(proposal)
    expect(await cases.balances()).toEqual({ 'clearing:nine': 299_300, 'wallet:A': 700, 'write-off': -300_000 })
    expect(await cases.client.exceptions.get({ id })).toMatchObject({ status: 'resolved', resolution: 'written_off' })
    // It is settled, so the same row is a repeat.
    const again = await cases.take('again.csv', [
      { client: 'A', tx: 'a2', type: 'Payment', amount: 300_000 },
      { client: 'A', tx: 'a3', amount: 1 },
    ])
    expect(await cases.client.batches.get({ id: again })).toMatchObject({ posted: 1, repeats: 1 })
  })
})

describe('two people', () => {
  it('the second sees what the first did', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id, version } = await cases.caseOf(batch)
    await cases.second.exceptions.act({ id, version, key: 'first', deed: { action: 'reject', reason } })
    await expect(
      cases.analyst.exceptions.act({ id, version, key: 'second', deed: { action: 'post', reason } }),
    ).rejects.toMatchObject({ code: 'case_moved', data: { state: 'resolved', kind: 'rejected', by: 'mei' } })
  })

  it('the same key answers the same', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id, version } = await cases.caseOf(batch)
    const asked = { id, version, key: 'once', deed: { action: 'post', reason } } as const
    const first = await cases.analyst.exceptions.act(asked)
    expect(await cases.analyst.exceptions.act(asked)).toEqual(first)
    expect((await cases.analyst.proposals.list({})).items).toHaveLength(1)
  })

  it('nothing is done about rows that a proposal waits for, until it is declined', async () => {
    const batch = await cases.take('big.csv', overLimit)
    const { id } = await cases.caseOf(batch)
    const { proposal } = await cases.act(id, { action: 'post', reason })
    await expect(cases.act(id, { action: 'reject', reason })).rejects.toMatchObject({
      code: 'case_barred',
      data: { action: 'reject', bar: 'awaits_approval' },
    })
    await cases.approver.proposals.decline({ id: proposal ?? 0, reason: 'no' })
    expect(await cases.client.exceptions.get({ id })).toMatchObject({ status: 'in_progress', owner: 'ana' })
    await cases.act(id, { action: 'reject', reason })
  })
})

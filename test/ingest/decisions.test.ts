/** What people decide about batches: held ones are rejected, checked again or released; posted ones are reversed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Agreement } from '../../engine/contract/agreements.ts'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { type Books, csvOf, csvRow, openBooks, type RowDraft } from './drop.ts'

let books: Books
let ana: Books['client']
let ben: Books['client']
beforeEach(async () => {
  books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
  ])
  const as = async (name: string) => (await books.as(name)) as Books['client']
  ;[ana, ben] = [await as('ana'), await as('ben')]
})
afterEach(async () => {
  const { store } = await books.engine.opened()
  expect(await store.readLong('workspace.check', { deep: true })).toMatchObject({ consistent: true, differences: [] })
  expect(books.incidents).toEqual([])
  await books.close()
})

let keys = 0
async function propose(change: ProposedChange) {
  keys += 1
  return ana.proposals.propose({ change, reason: 'looked at it', key: `d${keys}` })
}
/** By a second person; what follows is done when it returns. */
async function decided(change: ProposedChange) {
  const { id } = await propose(change)
  const proposal = await ben.proposals.approve({ id })
  await books.drain()
  return proposal
}
const reverse = (batch: number) => decided({ kind: 'batch_reverse', batch })

const agree = async (effects: object, limits = {}) => {
  const agreement = Agreement.parse({ effects: { TOO_MANY_FAULTS: 'warn', BATCH_DOUBLED: 'warn', ...effects }, limits })
  keys += 1
  const change = { kind: 'agreement', producer: 7, agreement } as const
  const { id } = await ana.proposals.propose({ change, reason: 'agreed', key: `a${keys}` })
  await ben.proposals.approve({ id })
}
const drop = async (name: string, rows: readonly (RowDraft | string)[]) => {
  books.drop(name, csvOf(rows))
  await books.drain()
}
const balanceOf = async (client: string) => (await ana.ledger.balance({ client })).balance
const owedBy = async (client: string) => -(await ana.accounts.get({ code: `receivable:${client}` })).balance
const equationOf = async (id: number) => {
  const { state, rows, posted, repeats, conflicts, faults, held, unposted, heldNow, sum } = await ana.batches.get({
    id,
  })
  return { state, rows, posted, repeats, conflicts, faults, held, unposted, heldNow, sum }
}
const exceptionsOf = async (batch: number) => {
  const { items } = await ana.exceptions.list({ batch, limit: 50 })
  return items.map(({ code, status, resolution, rows }) => [code, status, resolution, rows]).toSorted()
}
const nothing = { posted: 0, repeats: 0, conflicts: 0, faults: 0, held: 0, unposted: 0, heldNow: 0, sum: 0 }

/** Held, because it is of one client and three are the least. */
async function holdOne(): Promise<void> {
  await agree({ TOO_FEW_CLIENTS: 'hold' })
  await drop('few.csv', [
    { tx: 'a', client: 'C1', amount: 100 },
    { tx: 'b', client: 'C1', type: 'Payment', amount: 30 },
    'broken',
  ])
}

describe('a held batch', () => {
  it('tells what held it, what it expected and what it found, and how many rows stand on each code', async () => {
    await holdOne()
    const batch = await ana.batches.get({ id: 1 })
    expect(batch).toMatchObject({
      state: 'held',
      reasons: ['TOO_FEW_CLIENTS', 'TOO_MANY_FAULTS'],
      verdict: [
        { code: 'TOO_FEW_CLIENTS', effect: 'hold', facts: [{ fact: 'clients', expected: 3, found: 1 }] },
        { code: 'TOO_MANY_FAULTS', effect: 'warn', facts: [{ fact: 'faults', faults: 1, of: 3, percent: 5 }] },
      ],
      format: 'csv',
      encoding: 'utf-8',
      agreement: 2,
      fileSum: '130',
      warnings: [],
      sealedAt: null,
      postingSince: null,
      releasedBy: null,
      reversal: null,
    })
    expect(batch.checkedAt).not.toBeNull()
    expect(batch.firstAt).toBe(batch.lastAt)
    expect((await ana.batches.counts({ id: 1 })).items).toEqual([
      { outcome: 'fault', code: 'FIELD_UNREADABLE', rows: 1 },
    ])
  })

  it('of an older version tells the same, and goes on from it', async () => {
    await holdOne()
    const words = [{ code: 'TOO_FEW_CLIENTS', effect: 'hold', expected: '3 clients', found: '1' }]
    await withRawStore(books.engine, (raw) =>
      raw.prepare('UPDATE batch SET verdict = ? WHERE id = 1').run(JSON.stringify(words)),
    )
    const verdict = [{ code: 'TOO_FEW_CLIENTS', effect: 'hold', facts: [{ fact: 'clients', expected: 3, found: 1 }] }]
    expect((await ana.batches.get({ id: 1 })).verdict).toEqual(verdict)
    await decided({ kind: 'batch_release', batch: 1 })
    expect(await ana.batches.get({ id: 1 })).toMatchObject({ state: 'posted', verdict })
  })

  it('is rejected by one person: nothing of it is posted, and nothing about it waits any more', async () => {
    await holdOne()
    const rejected = await ana.batches.reject({ id: 1, reason: 'a test of theirs' })
    expect(rejected).toMatchObject({ state: 'rejected', reasons: ['TOO_FEW_CLIENTS', 'TOO_MANY_FAULTS'] })
    expect(await equationOf(1)).toEqual({ ...nothing, state: 'rejected', rows: 3, faults: 1, unposted: 2 })
    expect(rejected.sealedAt).not.toBeNull()
    expect(await exceptionsOf(1)).toEqual([
      ['FIELD_UNREADABLE', 'resolved', 'rejected', 1],
      ['TOO_FEW_CLIENTS', 'resolved', 'rejected', 3],
    ])
    const { items } = await books.client.audit.list({ action: 'batches.reject', limit: 2 })
    expect(items).toMatchObject([
      { actor: 'ana', subject: 'batch:1', outcome: 'done', detail: { reason: 'a test of theirs' } },
    ])
    // What a person rejected is not taken up again by checking it once more; the file can be sent again.
    const refused = { code: 'batch_not_held', data: { batch: 1, state: 'rejected' } }
    expect(await refusalOf(ana.batches.reject({ id: 1, reason: 'r' }))).toEqual(refused)
    expect(await refusalOf(ana.batches.recheck({ id: 1, reason: 'r' }))).toEqual(refused)
    expect(await refusalOf(propose({ kind: 'batch_release', batch: 1 }))).toEqual(refused)
    expect(await refusalOf(ana.batches.reject({ id: 9, reason: 'r' }))).toEqual({
      code: 'not_found',
      data: { noun: 'batch', id: '9' },
    })
  })

  it('is checked again by the agreement in force, and posted when nothing holds it any more', async () => {
    await holdOne()
    await agree({ TOO_FEW_CLIENTS: 'warn' })
    expect((await ana.batches.recheck({ id: 1, reason: 'agreed otherwise' })).state).toBe('received')
    await books.drain()
    expect(await equationOf(1)).toEqual({ ...nothing, state: 'posted', rows: 3, posted: 2, faults: 1, sum: 130 })
    expect(await ana.batches.get({ id: 1 })).toMatchObject({ agreement: 3, releasedBy: null })
    expect(await balanceOf('C1')).toBe(70)
    expect(await exceptionsOf(1)).toEqual([
      ['FIELD_UNREADABLE', 'open', null, 1],
      ['TOO_FEW_CLIENTS', 'resolved', 'not_a_problem', 3],
    ])
  })

  it('brings back an exception that a check in between had ended', async () => {
    await agree({ TOO_FEW_CLIENTS: 'hold', TOO_MANY_FAULTS: 'hold' })
    const late = csvRow({ tx: 'old', client: 'C2', amount: 5, date: '2020-01-01' })
    await drop('late.csv', [{ tx: 'a', client: 'C1', amount: 100 }, late])
    const first = [
      ['DATE_TOO_OLD', 'open', null, 1],
      ['TOO_FEW_CLIENTS', 'open', null, 2],
      ['TOO_MANY_FAULTS', 'open', null, 2],
    ]
    expect(await exceptionsOf(1)).toEqual(first)
    await agree({ TOO_FEW_CLIENTS: 'hold', TOO_MANY_FAULTS: 'hold' }, { ageDays: 3_660 })
    await ana.batches.recheck({ id: 1, reason: 'old is fine' })
    await books.drain()
    expect(await exceptionsOf(1)).toEqual([
      ['DATE_TOO_OLD', 'resolved', 'not_a_problem', 1],
      ['TOO_FEW_CLIENTS', 'open', null, 2],
      ['TOO_MANY_FAULTS', 'resolved', 'not_a_problem', 2],
    ])
    await agree({ TOO_FEW_CLIENTS: 'hold', TOO_MANY_FAULTS: 'hold' })
    await ana.batches.recheck({ id: 1, reason: 'it is not' })
    await books.drain()
    expect(await exceptionsOf(1)).toEqual(first)
    expect(await equationOf(1)).toEqual({ ...nothing, state: 'held', rows: 2, faults: 1, unposted: 1 })
  })

  it('is released by a second person, over the reasons that are told, and posts what a check found valid', async () => {
    await holdOne()
    const proposal = await propose({ kind: 'batch_release', batch: 1 })
    expect(proposal).toMatchObject({ amount: 130, currency: 'USD', client: null })
    expect(proposal.effect).toEqual({
      postings: [],
      sets: [
        {
          subject: 'batch:1',
          before: { state: 'held', because: ['TOO_FEW_CLIENTS'] },
          after: { state: 'posting', rows: 2, upTo: 130 },
        },
      ],
      balances: [],
    })
    expect((await ana.batches.get({ id: 1 })).state).toBe('held')
    expect(await ben.proposals.approve({ id: proposal.id })).toMatchObject({ state: 'approved', result: { batch: 1 } })
    // The intake has been told and goes on by itself; nobody has to look into the drop folders.
    await expect.poll(async () => (await ana.batches.get({ id: 1 })).state).toBe('posted')
    expect(await equationOf(1)).toEqual({ ...nothing, state: 'posted', rows: 3, posted: 2, faults: 1, sum: 130 })
    expect((await ana.batches.get({ id: 1 })).releasedBy).toBe(proposal.id)
    expect(await balanceOf('C1')).toBe(70)
    expect(await exceptionsOf(1)).toEqual([
      ['FIELD_UNREADABLE', 'open', null, 1],
      ['TOO_FEW_CLIENTS', 'resolved', 'posted', 3],
    ])
  })

  it('is never released by who proposed it, not while the workspace is set up either', async () => {
    await holdOne()
    const mine = await ben.proposals.propose({ change: { kind: 'batch_release', batch: 1 }, reason: 'r', key: 'own' })
    expect((await refusalOf(ben.proposals.approve({ id: mine.id }))).code).toBe('own_proposal')
    await books.client.users.remove({ name: 'eve' })
    expect((await refusalOf(ben.proposals.approve({ id: mine.id }))).code).toBe('own_proposal')
  })

  it('is not released while its producer is suspended, and once it is not, only by what was agreed to', async () => {
    await holdOne()
    const { id } = await propose({ kind: 'batch_release', batch: 1 })
    await ana.producers.suspend({ id: 7, reason: 'why' })
    const refused = { code: 'producer_suspended', data: { by: 'ana', at: expect.any(String) } }
    expect(await refusalOf(propose({ kind: 'batch_release', batch: 1 }))).toEqual(refused)
    expect(await refusalOf(ben.proposals.approve({ id }))).toEqual(refused)
    await decided({ kind: 'producer_resume', producer: 7 })
    await agree({ TOO_FEW_CLIENTS: 'hold' }, { clientsMin: 2 })
    await ana.batches.recheck({ id: 1, reason: 'r' })
    await books.drain()
    await ben.proposals.approve({ id })
    await books.drain()
    expect(await equationOf(1)).toMatchObject({ state: 'posted', posted: 2 })
    expect(await refusalOf(propose({ kind: 'batch_release', batch: 1 }))).toEqual({
      code: 'batch_not_held',
      data: { batch: 1, state: 'posted' },
    })
    expect(await refusalOf(propose({ kind: 'batch_release', batch: 9 }))).toEqual({
      code: 'batch_unknown',
      data: { batch: 9 },
    })
  })
})

describe('a batch that the rules rejected', () => {
  const major = (rows: readonly (RowDraft | string)[]) => csvOf(rows).replace('Amount', 'Betrag')

  it('is checked again once it can be read', async () => {
    books.drop('own.csv', major([{ tx: 'a', client: 'C1', amount: 100 }]))
    await books.drain()
    expect(await ana.batches.get({ id: 1 })).toMatchObject({
      state: 'rejected',
      reasons: ['FILE_UNREADABLE'],
      format: null,
    })
    expect(await exceptionsOf(1)).toEqual([['FILE_UNREADABLE', 'open', null, 0]])
    const agreement = Agreement.parse({
      mapping: { columns: { Amount: 'Betrag' } },
      effects: { TOO_FEW_CLIENTS: 'warn' },
    })
    await decided({ kind: 'agreement', producer: 7, agreement })
    await ana.batches.recheck({ id: 1, reason: 'their column is called so' })
    await books.drain()
    expect(await equationOf(1)).toEqual({ ...nothing, state: 'posted', rows: 1, posted: 1, sum: 100 })
    expect(await exceptionsOf(1)).toEqual([['FILE_UNREADABLE', 'resolved', 'not_a_problem', 0]])
    expect((await ana.batches.line({ id: 1, line: 1 })).raw).toContain('Betrag')
  })

  it('stays rejected when the same file came again and was posted, because it is that one now', async () => {
    books.drop('own.csv', major([{ tx: 'a', client: 'C1', amount: 100 }]))
    await books.drain()
    const agreement = Agreement.parse({
      mapping: { columns: { Amount: 'Betrag' } },
      effects: { TOO_FEW_CLIENTS: 'warn' },
    })
    await decided({ kind: 'agreement', producer: 7, agreement })
    books.drop('again.csv', major([{ tx: 'a', client: 'C1', amount: 100 }]))
    await books.drain()
    expect((await ana.batches.get({ id: 2 })).state).toBe('posted')
    expect(await ana.batches.recheck({ id: 1, reason: 'r' })).toMatchObject({
      state: 'rejected',
      verdict: [{ code: 'FILE_REPEATED', effect: 'reject', facts: [{ fact: 'repeated', batch: 2 }] }],
    })
    await books.drain()
    expect(await balanceOf('C1')).toBe(100)
    expect(await exceptionsOf(1)).toEqual([
      ['FILE_REPEATED', 'open', null, 0],
      ['FILE_UNREADABLE', 'resolved', 'not_a_problem', 0],
    ])
  })
})

describe('a posted batch', () => {
  const rows: readonly RowDraft[] = [
    { tx: '1', client: 'A', amount: 100 },
    { tx: '2', client: 'A', type: 'Payment', amount: 30 },
    { tx: '3', client: 'B', amount: 50 },
    { tx: '4', client: 'C', amount: 10 },
    // Waits for money that C does not have.
    { tx: '5', client: 'C', type: 'Payment', amount: 25 },
  ]

  it('is reversed by a second person: wallets give back what they have, and owe the rest', async () => {
    await drop('a.csv', rows)
    await ana.operations.withdraw({ client: 'B', amount: 45, key: 'w' })
    const before = await equationOf(1)
    expect(before).toEqual({ ...nothing, state: 'posted', rows: 5, posted: 4, held: 1, heldNow: 1, sum: 190 })
    const proposal = await propose({ kind: 'batch_reverse', batch: 1 })
    const { effect, amount } = proposal
    expect({ effect, amount }).toEqual({
      effect: {
        postings: [
          { kind: 'reversal', currency: 'USD', debit: 'wallets', credit: 'clearing:seven', amount: 160 },
          { kind: 'reversal', currency: 'USD', debit: 'clearing:seven', credit: 'wallets', amount: 30 },
        ],
        sets: [
          {
            subject: 'batch:1',
            before: { state: 'posted', rows: 4, held: 1 },
            after: { state: 'reversed', rows: 0, held: 0 },
          },
        ],
        balances: [{ account: 'clearing:seven', currency: 'USD', before: -130, after: 0 }],
      },
      amount: 190,
    })
    // What clients do meanwhile changes who owes what, and is no reason to propose it again.
    await ana.operations.withdraw({ client: 'A', amount: 20, key: 'w2' })
    const { result } = await ben.proposals.approve({ id: proposal.id })
    expect(result).toEqual({ batch: 1, rows: 4, root: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect([await balanceOf('A'), await balanceOf('B'), await balanceOf('C')]).toEqual([0, 0, 0])
    expect([await owedBy('A'), await owedBy('B')]).toEqual([20, 45])
    expect((await ana.accounts.get({ code: 'clearing:seven' })).balance).toBe(0)
    // Its counts stay those of its seal; what is held of it is never posted.
    expect(await equationOf(1)).toEqual({ ...before, state: 'reversed', heldNow: 0 })
    expect((await ana.batches.get({ id: 1 })).reversal).toEqual({ proposal: proposal.id, rows: 4, rowsDone: 4 })
    await ana.operations.deposit({ client: 'C', amount: 500, key: 'd' })
    expect(await balanceOf('C')).toBe(500)
    expect(await refusalOf(propose({ kind: 'batch_reverse', batch: 1 }))).toEqual({
      code: 'batch_not_posted',
      data: { batch: 1, state: 'reversed' },
    })
  })

  it('keeps its identities once it is reversed: the same rows are repeats for ever', async () => {
    await drop('a.csv', rows)
    await reverse(1)
    await drop('b.csv', [...rows, { tx: '6', client: 'A', amount: 7 }])
    expect(await equationOf(2)).toEqual({ ...nothing, state: 'posted', rows: 6, posted: 1, repeats: 5, sum: 7 })
    await drop('a-again.csv', rows)
    expect(await equationOf(3)).toEqual({ ...nothing, state: 'rejected', rows: 0 })
    expect(await balanceOf('A')).toBe(7)
  })

  it('undoes no row twice: what was reversed or refunded before counts only for what is left', async () => {
    await drop('a.csv', rows)
    const { items } = await ana.ledger.history({ client: 'A' })
    const [payment, topUp] = items.map(({ transaction }) => transaction)
    await decided({ kind: 'reversal', of: topUp as number })
    await ana.operations.refund({ of: payment as number, amount: 10, key: 'r' })
    const { effect } = await propose({ kind: 'batch_reverse', batch: 1 })
    expect(effect.postings.map(({ debit, credit, amount }) => [debit, credit, amount])).toEqual([
      ['wallets', 'clearing:seven', 60],
      ['clearing:seven', 'wallets', 20],
    ])
    await reverse(1)
    expect((await ana.accounts.get({ code: 'clearing:seven' })).balance).toBe(0)
    expect((await ana.batches.get({ id: 1 })).reversal).toMatchObject({ rows: 4, rowsDone: 4 })
  })

  it('undoes held rows of it that went through later, and gives other held payments what comes free', async () => {
    await drop('a.csv', rows)
    await ana.operations.deposit({ client: 'C', amount: 40, key: 'd' })
    expect(await balanceOf('C')).toBe(25)
    await drop('b.csv', [{ tx: 'x', client: 'C', type: 'Payment', amount: 40 }])
    expect(await equationOf(2)).toMatchObject({ held: 1, heldNow: 1 })
    await reverse(1)
    // 25 back for the payment and 10 less for the top-up leaves 40, which is what the other batch's payment waited for.
    expect(await balanceOf('C')).toBe(0)
    expect(await equationOf(2)).toMatchObject({ held: 1, heldNow: 0 })
  })

  it('gives back to suspense what belongs to a wallet that is closed by now', async () => {
    await drop('a.csv', [
      { tx: '1', client: 'A', amount: 30 },
      { tx: '2', client: 'A', type: 'Payment', amount: 30 },
    ])
    await ana.wallets.close({ client: 'A', reason: 'they left' })
    await reverse(1)
    expect((await ana.accounts.get({ code: 'suspense' })).balance).toBe(30)
    expect(await owedBy('A')).toBe(30)
    expect((await ana.accounts.get({ code: 'clearing:seven' })).balance).toBe(0)
  })

  it('has nothing to reverse while none of it is posted, and moved while somebody looked at it', async () => {
    await holdOne()
    const refused = { code: 'batch_not_posted', data: { batch: 1, state: 'held' } }
    expect(await refusalOf(propose({ kind: 'batch_reverse', batch: 1 }))).toEqual(refused)
    await agree({ TOO_FEW_CLIENTS: 'warn' })
    await drop('a.csv', rows)
    const { id } = await propose({ kind: 'batch_reverse', batch: 2 })
    await ana.operations.deposit({ client: 'C', amount: 40, key: 'd' })
    expect((await refusalOf(ben.proposals.approve({ id }))).code).toBe('effect_moved')
    expect((await ana.batches.get({ id: 2 })).state).toBe('posted')
  })
})

describe('the rows of a batch', () => {
  it('are read by outcome and by code, page by page in line order', async () => {
    const broken = Array.from({ length: 5 }, (_, index) => `broken ${index}`)
    await drop('a.csv', [
      { tx: '1', client: 'A', amount: 10 },
      ...broken,
      { tx: '1', client: 'A', amount: 10 },
      { tx: '1', client: 'A', amount: 11 },
      { tx: '2', client: 'A', type: 'Payment', amount: 99 },
      { tx: '3', client: 'A', amount: '' },
    ])
    expect((await ana.batches.counts({ id: 1 })).items).toEqual([
      { outcome: 'conflict', code: 'TXID_CONFLICT', rows: 1 },
      { outcome: 'fault', code: 'FIELD_MISSING', rows: 1 },
      { outcome: 'fault', code: 'FIELD_UNREADABLE', rows: 5 },
      { outcome: 'held', code: 'INSUFFICIENT_FUNDS', rows: 1 },
      { outcome: 'repeat', code: 'TXID_REPEATED', rows: 1 },
    ])
    type Asked = Partial<Parameters<typeof ana.batches.rows>[0]>
    const linesOf = async (asked: Asked) => {
      const lines: number[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await ana.batches.rows({ id: 1, limit: 2, cursor, ...asked })
        lines.push(...page.items.map(({ line }) => line))
        if (page.next === null) return lines
        cursor = page.next
      }
    }
    expect(await linesOf({})).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(await linesOf({ outcome: 'fault' })).toEqual([3, 4, 5, 6, 7, 11])
    expect(await linesOf({ outcome: 'fault', code: 'FIELD_UNREADABLE' })).toEqual([3, 4, 5, 6, 7])
    expect(await linesOf({ outcome: 'repeat' })).toEqual([8])
    expect(await linesOf({ outcome: 'conflict', code: 'TXID_CONFLICT' })).toEqual([9])
    expect(await linesOf({ outcome: 'held' })).toEqual([10])
    expect(await linesOf({ outcome: 'held', code: 'CLIENT_FROZEN' })).toEqual([])
    expect(await linesOf({ code: 'TXID_REPEATED' })).toEqual([8])
    expect(await linesOf({ code: 'INSUFFICIENT_FUNDS' })).toEqual([10])
    expect(await linesOf({ code: 'FIELD_MISSING' })).toEqual([11])
  })
})

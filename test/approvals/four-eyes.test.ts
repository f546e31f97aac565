/**
 * Four eyes: a change waits for a second person, is carried out exactly as it was proposed or not at all, and nobody
 * decides on their own, through no door.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { balanceOf, balancesOf, type OpenBooks, openBooks, perform } from '../operations/open-books.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openBooks()
  await books.run('wallets.open', { client: 'anna' })
  await deposit(1_000)
})
afterEach(() => books.close())

const deposit = async (amount: number) => perform(books, 'deposit', { client: 'anna', amount })
const adjustment: ProposedChange = { kind: 'adjustment', debit: 'suspense', credit: 'wallet:anna', amount: 5_000_000 }

let lastKey = 0
async function propose(change: ProposedChange, by = 'ana', onBehalfOf: string | null = null): Promise<number> {
  lastKey += 1
  const initiator = { ...books.as(by), onBehalfOf }
  const outcome = await books.run('proposals.propose', { change, reason: 'because', key: `p${lastKey}`, initiator }, by)
  if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.answer.proposal
}
const approve = (id: number, by = 'ben', more: object = {}) =>
  books.run('proposals.approve', { id, decider: books.as(by), ...more }, by)
const rowOf = (id: number) =>
  books.raw.prepare('SELECT * FROM proposal WHERE id = ?').get(id) as Readonly<Record<string, unknown>>

it('says what would happen and leaves no trace of it', async () => {
  const before = tables()
  const id = await propose(adjustment)
  expect(tables()).toEqual(before)
  expect(JSON.parse(rowOf(id).effect as string)).toEqual({
    postings: [{ kind: 'adjustment', debit: 'suspense', credit: 'wallet:anna', currency: 'USD', amount: 5_000_000 }],
    sets: [],
    balances: [
      { account: 'wallet:anna', currency: 'USD', before: 1_000, after: 5_001_000 },
      { account: 'suspense', currency: 'USD', before: 0, after: -5_000_000 },
    ],
  })
  expect(rowOf(id)).toMatchObject({ state: 'open', amount: 5_000_000, currency: 'USD', client_id: 'anna' })
})

it('carries out exactly what was proposed, past limits and bounds, and says who proposed it', async () => {
  const id = await propose(adjustment)
  expect(await approve(id)).toEqual({ status: 'done', kind: 'adjustment', result: { transaction: 2 }, inSetUp: false })
  expect(balancesOf(books)).toEqual({ 'omnibus:main': -1_000, suspense: -5_000_000, 'wallet:anna': 5_001_000 })
  expect(books.raw.prepare('SELECT * FROM entry WHERE id = 2').get()).toMatchObject({
    kind: 'adjustment',
    proposal: id,
    initiator: 'ana',
    reason: 'because',
  })
  expect(await approve(id, 'eve')).toEqual({ status: 'proposal_decided', state: 'approved' })
})

it('does above limits and bounds what nobody could have done alone', async () => {
  const change: ProposedChange = { kind: 'withdrawal', client: 'anna', amount: 150_000_000 }
  await approve(await propose({ ...adjustment, amount: 200_000_000 }))
  const alone = { status: 'limit_exceeded', which: 'transaction', rule: 'One operation' }
  expect(await perform(books, 'withdrawal', { client: 'anna', amount: change.amount })).toMatchObject(alone)
  expect(await approve(await propose(change))).toMatchObject({ status: 'done' })
  const held = await propose({ kind: 'hold', client: 'anna', amount: 2_000_000 })
  expect(await approve(held)).toMatchObject({ status: 'done', result: { hold: 1 } })
  expect(balanceOf(books, 'wallet:anna')).toBe(50_001_000)
})

describe('nobody decides on their own', () => {
  it.each(['approve', 'decline'] as const)('to %s it, through whatever session', async (decision) => {
    const id = await propose(adjustment, 'ben')
    const own = { status: 'own_proposal', proposedBy: 'ben' }
    const asked = { id, decider: books.as('ben'), reason: 'mine' }
    expect(await books.run(`proposals.${decision}`, asked, 'ben')).toEqual(own)
    expect(rowOf(id).state).toBe('open')
  })

  it.each(['Ben', 'ｂｅｎ'])(
    'nor on what was proposed on their behalf, however their name is typed: %s',
    async (name) => {
      const id = await propose(adjustment, 'ana', name)
      expect(await approve(id, 'ben')).toEqual({ status: 'own_proposal', proposedBy: 'ana' })
      expect(await approve(id, 'eve')).toMatchObject({ status: 'done' })
    },
  )

  it('nor by raw SQL, nor by changing what was proposed or what was decided', async () => {
    const id = await propose(adjustment, 'ben')
    const ben = books.as('ben').user
    const set = (columns: string) => () => books.raw.exec(`UPDATE proposal SET ${columns} WHERE id = ${id}`)
    expect(set(`state = 'approved', decided_by = ${ben}, decided_at = 1, result = '{}'`)).toThrow(/CHECK/)
    expect(set(`state = 'approved', decided_by = ${ben}, decided_at = 1, result = '{}', in_set_up = 1`)).toThrow(
      /CHECK/,
    )
    expect(set(`change = '{}'`)).toThrow(/content of a proposal is fixed/)
    expect(set('proposed_by = 1')).toThrow(/content of a proposal is fixed/)
    expect(() => books.raw.exec('DELETE FROM proposal')).toThrow(/never deleted/)
    await approve(id, 'eve')
    expect(set(`state = 'open', decided_by = NULL, decided_at = NULL, result = NULL`)).toThrow(/stays as it is/)
  })

  it('nor does anybody who lost the role while their call waited', async () => {
    const id = await propose(adjustment)
    const asked = { id, decider: books.as('ben'), reason: 'yes' }
    await books.run('users.setRoles', { name: 'ben', roles: ['analyst'] })
    const refused = { status: 'not_permitted', permission: 'proposals.decide' }
    expect(await books.run('proposals.approve', asked)).toEqual(refused)
    expect(await books.run('proposals.decline', asked)).toEqual(refused)
    expect(rowOf(id).state).toBe('open')
  })

  it('is only skipped while the workspace is set up, and never where money moves', async () => {
    const alone = await openBooks([
      { name: 'admin', roles: ['admin', 'approver'] },
      { name: 'ana', roles: ['analyst'] },
    ])
    books.close()
    books = alone
    await books.run('wallets.open', { client: 'anna' })
    const setting = await propose({ kind: 'setting', name: 'holds', value: { expireAfterHours: 5 } }, 'admin')
    expect(await approve(setting, 'admin')).toMatchObject({ status: 'done', inSetUp: true })
    const record = books.raw.prepare(`SELECT outcome FROM audit_record WHERE action = 'proposals.approve'`).pluck()
    expect(record.all()).toEqual(['done_in_set_up'])
    const own = { status: 'own_proposal', proposedBy: 'admin' }
    expect(await approve(await propose(adjustment, 'admin'), 'admin')).toEqual(own)
    const terms = await propose({ kind: 'wallet_terms', client: 'anna', overdraft: 500 }, 'admin')
    expect(await approve(terms, 'admin')).toEqual(own)
  })
})

describe('when the world moved', () => {
  it('nothing is done where the effect would be another one', async () => {
    const { transaction: of } = await receiptOf(deposit(400))
    const id = await propose({ kind: 'reversal', of })
    await perform(books, 'purchase', { client: 'anna', amount: 1_100 })
    const before = tables()
    expect(await approve(id)).toMatchObject({
      status: 'effect_moved',
      effect: {
        postings: [
          { kind: 'reversal', debit: 'wallet:anna', credit: 'omnibus:main', amount: 300 },
          { kind: 'reversal', debit: 'receivable:anna', credit: 'omnibus:main', amount: 100 },
        ],
      },
    })
    expect(tables()).toEqual(before)
    expect(rowOf(id).state).toBe('open')
  })

  it('balances alone are no other effect: they move with every batch', async () => {
    const id = await propose(adjustment)
    await deposit(77)
    expect(await approve(id)).toMatchObject({ status: 'done' })
  })

  it('what is not possible any more is refused for its reason', async () => {
    const { transaction: of } = await receiptOf(perform(books, 'purchase', { client: 'anna', amount: 300 }))
    const id = await propose({ kind: 'reversal', of })
    await perform(books, 'refund', { of })
    expect(await approve(id)).toEqual({ status: 'exceeds_left', left: 0 })
    expect(rowOf(id).state).toBe('open')
  })

  it('an approver who saw another effect is asked again', async () => {
    const id = await propose(adjustment)
    expect(await approve(id, 'ben', { effectHash: '00' })).toMatchObject({ status: 'effect_moved' })
    const seen = Buffer.from(rowOf(id).effect_hash as Buffer).toString('hex')
    expect(await approve(id, 'ben', { effectHash: seen })).toMatchObject({ status: 'done' })
  })
})

it('is not approved above the bound of who decides', async () => {
  const rules = [
    { role: 'analyst', aloneUpTo: 10, approveUpTo: 0 },
    { role: 'approver', aloneUpTo: 20, approveUpTo: 4_999_999 },
  ]
  const setting = await propose({ kind: 'setting', name: 'approvals', value: { rules, expireAfterHours: 1 } }, 'ben')
  expect(await approve(setting, 'eve')).toMatchObject({ status: 'done' })
  expect(await perform(books, 'deposit', { client: 'anna', amount: 11 })).toEqual({
    status: 'approval_needed',
    above: 10,
  })
  expect(await perform(books, 'deposit', { client: 'anna', amount: 20 }, { by: 'ben' })).toMatchObject({
    status: 'done',
  })
  const id = await propose(adjustment)
  expect(await approve(id)).toEqual({ status: 'above_own_bound', upTo: 4_999_999 })
  expect(await approve(await propose({ ...adjustment, amount: 4_999_999 }))).toMatchObject({ status: 'done' })
  // What a wallet may owe is money too.
  const overdraft = (most: number) => ({ kind: 'wallet_terms', client: 'anna', overdraft: most }) as const
  const much = await propose(overdraft(5_000_000))
  expect(rowOf(much)).toMatchObject({ amount: 5_000_000, currency: 'USD', client_id: 'anna' })
  expect(await approve(much)).toEqual({ status: 'above_own_bound', upTo: 4_999_999 })
  expect(await approve(await propose(overdraft(4_999_999)))).toMatchObject({ status: 'done' })
  const less = await propose(overdraft(0))
  expect(rowOf(less)).toMatchObject({ amount: null, currency: null, client_id: 'anna' })
  expect(await approve(less)).toMatchObject({ status: 'done' })
})

it('ends by being declined, withdrawn by its proposer, or expired, and then stays so', async () => {
  const [declined, withdrawn, expired] = [
    await propose(adjustment),
    await propose(adjustment),
    await propose(adjustment),
  ]
  const by = (name: string, id: number) => ({ id, decider: books.as(name), reason: 'no' })
  expect(await books.run('proposals.decline', by('ben', declined))).toEqual({ status: 'done' })
  expect(await books.run('proposals.withdraw', by('ben', withdrawn))).toEqual({
    status: 'not_own_proposal',
    proposedBy: 'ana',
  })
  expect(await books.run('proposals.withdraw', by('ana', withdrawn))).toEqual({ status: 'done' })
  books.raw.exec('DROP TRIGGER proposal_keeps_its_content')
  books.raw.exec(`UPDATE proposal SET expires_at = 1 WHERE id = ${expired}`)
  expect(await approve(expired)).toEqual({ status: 'proposal_expired', expiredAt: '1970-01-01T00:00:00.001Z' })
  expect(await books.run('proposals.expire', null)).toEqual({ expired: [expired] })
  expect([declined, withdrawn, expired].map((id) => rowOf(id).state)).toEqual(['declined', 'withdrawn', 'expired'])
  for (const id of [declined, withdrawn, expired]) {
    expect(await approve(id)).toEqual({ status: 'proposal_decided', state: rowOf(id).state })
  }
})

it('is proposed once under one key, and refused with other content', async () => {
  const asked = { change: adjustment, reason: 'because', key: 'same', initiator: books.as('ana') }
  const first = await books.run('proposals.propose', asked)
  expect(await books.run('proposals.propose', asked)).toEqual({ ...first, status: 'replayed' })
  expect(await books.run('proposals.propose', { ...asked, reason: 'another' })).toEqual({
    status: 'key_reused_with_other_content',
    key: 'same',
  })
  expect(books.raw.prepare('SELECT count(*) FROM proposal').pluck().get()).toBe(1)
})

it('settings are checked, versioned and never rewritten', async () => {
  const unusable: ProposedChange = { kind: 'setting', name: 'limits', value: { rules: [{ name: 'x', perDay: -1 }] } }
  const asked = { change: unusable, reason: 'why', key: 's', initiator: books.as('ben') }
  expect(await books.run('proposals.propose', asked)).toMatchObject({
    status: 'setting_unusable',
    issues: [{ path: 'rules.0.perDay' }],
  })
  const misspelt: ProposedChange = { kind: 'setting', name: 'limits', value: { rules: [{ name: 'x', perday: 1 }] } }
  expect(await books.run('proposals.propose', { ...asked, change: misspelt, key: 's2' })).toEqual({
    status: 'setting_unusable',
    issues: [{ path: '', problem: 'it has a field that is not known' }],
  })
  const hours = (expireAfterHours: number) => ({ kind: 'setting', name: 'holds', value: { expireAfterHours } }) as const
  const first = await propose(hours(5), 'ben')
  const second = await propose(hours(6), 'ben')
  await approve(first, 'eve')
  // The second would no longer change what it said it would.
  expect(await approve(second, 'eve')).toMatchObject({ status: 'effect_moved' })
  expect(() => books.raw.exec(`UPDATE setting SET value = '{}'`)).toThrow(/append-only/)
  expect(() => books.raw.exec('DELETE FROM setting')).toThrow(/append-only/)
})

it('no limit speaks of a tier that there is not, so none is silently without effect', async () => {
  const change = (name: 'limits' | 'tiers', value: object) => ({ kind: 'setting', name, value }) as ProposedChange
  const gold = change('limits', { rules: [{ name: 'Gold', tier: 'gold', perDay: 5 }] })
  const asked = { reason: 'why', initiator: books.as('ben') }
  expect(await books.run('proposals.propose', { ...asked, change: gold, key: 'early' })).toEqual({
    status: 'setting_unusable',
    issues: [{ path: 'rules', problem: 'there is no tier gold' }],
  })
  await approve(await propose(change('tiers', { names: ['standard', 'gold'] }), 'ben'), 'eve')
  expect(await approve(await propose(gold, 'ben'), 'eve')).toMatchObject({ status: 'done' })
  const gone = change('tiers', { names: ['standard'] })
  expect(await books.run('proposals.propose', { ...asked, change: gone, key: 'gone' })).toEqual({
    status: 'setting_unusable',
    issues: [{ path: 'names', problem: 'the limit Gold is for the tier gold' }],
  })
})

it('a currency and the terms of a wallet change by proposal', async () => {
  await approve(await propose({ kind: 'currency', code: 'EUR', digits: 2 }, 'ben'), 'eve')
  await books.run('wallets.open', { client: 'anna', currency: 'EUR' })
  await approve(await propose({ kind: 'wallet_terms', client: 'anna', currency: 'EUR', overdraft: 300 }))
  expect(await perform(books, 'purchase', { client: 'anna', amount: 300, currency: 'EUR' })).toMatchObject({
    answer: { wallets: [{ balance: -300, available: 0 }] },
  })
  const lower = { change: { kind: 'wallet_terms', client: 'anna', currency: 'EUR', overdraft: 299 } as const }
  expect(await books.run('proposals.propose', { ...lower, reason: 'r', key: 't', initiator: books.as('ana') })).toEqual(
    {
      status: 'overdraft_in_use',
      used: 300,
    },
  )
})

it('takes nothing from a wallet that is closed, not on the credit it once had', async () => {
  await approve(await propose({ kind: 'wallet_terms', client: 'anna', overdraft: 300 }))
  await perform(books, 'withdrawal', { client: 'anna', amount: 1_000 })
  await books.run('wallets.close', { client: 'anna', reason: 'asked' })
  const change: ProposedChange = { kind: 'adjustment', debit: 'wallet:anna', credit: 'suspense', amount: 1 }
  const asked = { change, reason: 'r', key: 'closed', initiator: books.as('ana') }
  expect(await books.run('proposals.propose', asked)).toEqual({
    status: 'insufficient_funds',
    client: 'anna',
    available: 0,
    shortfall: 1,
  })
})

async function receiptOf(asked: ReturnType<typeof perform>) {
  const outcome = await asked
  if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.answer
}

const tables = () =>
  Object.fromEntries(
    ['posting', 'entry', 'account', 'spent', 'hold', 'kind_total', 'setting'].map((table) => [
      table,
      books.raw.prepare(`SELECT * FROM ${table}`).all(),
    ]),
  )

/** Agreements change by proposal only, and an agreement that could not work is refused before anybody can approve it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Agreement } from '../../engine/contract/agreements.ts'
import type { Inputs } from '../../engine/contract/contract.ts'
import { type Books, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

type Change = Extract<Inputs['proposals']['propose']['change'], { kind: 'agreement' }>
type Draft = Change['agreement']

let books: Books
let ana: Books['client']
let ben: Books['client']
beforeAll(async () => {
  books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
  ])
  ana = (await books.as('ana')) as Books['client']
  ben = (await books.as('ben')) as Books['client']
})
afterAll(() => books.close())

let keys = 0
function propose(agreement: Draft, producer = 7, by = ana) {
  keys += 1
  return by.proposals.propose({
    change: { kind: 'agreement', producer, agreement },
    reason: 'new files',
    key: `k${keys}`,
  })
}

const refusal = async (mapping: object) => {
  const { code, data } = await refusalOf(propose({ mapping }))
  const { issues = [] } = (data ?? {}) as { issues?: { path: string; problem: string }[] }
  return [code, ...issues.map(({ path }) => path)]
}

it('is in force from the approval on, with who proposed it, and every version stays', async () => {
  const before = (await ana.producers.get({ id: 7 })).agreement
  const draft: Draft = { limits: { amountMax: 5_000 }, places: ['Sha Tin', 'Central', 'Central'] }
  const after = Agreement.parse({ limits: { amountMax: 5_000 }, places: ['Central', 'Sha Tin'] })
  const proposal = await propose(draft)
  expect(proposal.effect).toEqual({
    postings: [],
    sets: [{ subject: 'agreement:seven', before: before.agreement, after }],
    balances: [],
  })
  expect((await ana.producers.get({ id: 7 })).agreement).toEqual(before)
  expect(await refusalOf(ana.proposals.approve({ id: proposal.id }))).toMatchObject({ code: 'not_permitted' })
  const { state, result } = await ben.proposals.approve({ id: proposal.id })
  const producer = await ana.producers.get({ id: 7 })
  expect([state, result]).toEqual(['approved', { agreement: producer.agreement.id, producer: 7, version: 2 }])
  expect(producer).toMatchObject({ agreementVersion: 2, locations: ['Central', 'Sha Tin'] })
  expect(producer.agreement).toMatchObject({ version: 2, by: 'ana', proposal: proposal.id, agreement: after })
  const { items } = await ana.producers.agreements({ id: 7 })
  expect(items.map(({ version, inForce, by }) => [version, inForce, by])).toEqual([
    [2, true, 'ana'],
    [1, false, 'admin'],
  ])
  const first = await ana.producers.agreements({ id: 7, limit: 1 })
  const rest = await ana.producers.agreements({ id: 7, limit: 1, cursor: first.next ?? '' })
  expect([first.items, rest.items, rest.next]).toEqual([items.slice(0, 1), items.slice(1), null])
  expect(await ana.producers.agreement({ id: 7, version: 1 })).toEqual({ ...before, inForce: false })
  const { store } = await books.engine.opened()
  expect(await store.read('producers.agreementInForce', { producer: 7 })).toEqual({
    id: producer.agreement.id,
    version: 2,
    agreement: after,
  })
})

it('is not carried out when another one came into force meanwhile', async () => {
  const proposal = await propose({ limits: { clientsMin: 9 } }, 8)
  await ben.proposals.approve({ id: (await propose({ limits: { clientsMin: 7 } }, 8)).id })
  expect((await refusalOf(ben.proposals.approve({ id: proposal.id }))).code).toBe('effect_moved')
  expect((await ana.producers.get({ id: 8 })).agreement.agreement.limits.clientsMin).toBe(7)
})

it('is nothing to decide on when it says what is agreed already, or when there is no such producer', async () => {
  const { agreement } = (await ana.producers.get({ id: 7 })).agreement
  expect(await refusalOf(propose(agreement))).toEqual({ code: 'agreement_unchanged', data: { producer: 7 } })
  expect(await refusalOf(propose({}, 99))).toEqual({ code: 'producer_unknown', data: { producer: 99 } })
  expect((await refusalOf(ana.producers.agreements({ id: 99 }))).code).toBe('not_found')
  expect((await refusalOf(ana.producers.agreement({ id: 7, version: 99 }))).code).toBe('not_found')
})

describe('an agreement that can not work is refused with all that is wrong:', () => {
  it.each<[string, object, string[]]>([
    ['a pattern of dates that tells no day', { dates: ['iso', 'yyyy-MM'] }, ['mapping.dates.1']],
    ['a word where a pattern should be', { dates: ['tomorrow'] }, ['mapping.dates.0']],
    [
      'the number of another producer in every row',
      { constants: { ProducerId: '8' } },
      ['mapping.constants.ProducerId'],
    ],
    ['one column for two fields', { columns: { TxId: 'ref', ClientId: 'REF ' } }, ['mapping.columns.TxId']],
    ['a column that is another field’s own', { columns: { ClientId: 'TxId' } }, ['mapping.columns.TxId']],
    [
      'names of columns in a file that has none',
      {
        header: false,
        columns: { TxDate: '1', ProducerId: '2', ClientId: 'client', TxId: '4', TxType: '5', Amount: '6' },
      },
      ['mapping.columns.ClientId', 'mapping.columns.ProducerLocation'],
    ],
    ['one word with two meanings', { types: { IN: 'TopUp', in: 'Payment' } }, ['mapping.types.in']],
    [
      'a type that is said twice',
      { typeFromSign: { positive: 'TopUp', negative: 'Payment' }, constants: { TxType: 'TopUp' } },
      ['mapping.typeFromSign'],
    ],
  ])('%s', async (_, mapping, paths) => {
    expect(await refusal(mapping)).toEqual(['agreement_unusable', ...paths])
  })

  it('and one with a field that nobody knows, which would be left out without a word', async () => {
    const misspelt = { limits: { ammountMax: 5 } } as unknown as Draft
    expect((await refusalOf(propose(misspelt))).code).toBe('bad_input')
  })

  it('also when a producer is registered with it', async () => {
    const agreement = { mapping: { constants: { ProducerId: '7' } } }
    const draft = { id: 30, code: 'thirty', name: 'Thirty', agreement }
    expect((await refusalOf(books.client.producers.add(draft))).code).toBe('agreement_unusable')
    expect((await refusalOf(books.client.producers.get({ id: 30 }))).code).toBe('not_found')
  })
})

it.each<[string, object]>([
  [
    'columns by number in a file without a header',
    {
      header: false,
      columns: {
        TxDate: '2',
        ProducerId: '1',
        ClientId: '3',
        ProducerLocation: '7',
        TxId: '4',
        TxType: '5',
        Amount: '6',
      },
    },
  ],
  ['a file without a header whose columns are the canonical ones', { header: false }],
  ['no column of types where the sign tells', { typeFromSign: { positive: 'TopUp', negative: 'Payment' } }],
  ['its own number in every row', { constants: { ProducerId: '7' }, dates: ['dd/MM/yyyy HH:mm', 'epoch_s'] }],
])('takes %s', async (_, mapping) => {
  expect((await propose({ mapping })).state).toBe('open')
})

it('shows what a sample would become by the guess, by another mapping, and saves nothing', async () => {
  const csv = `Date;Shop;Customer;Place;Ref;Kind;Sum\n2026-11-20;7;C1;Central;t1;TopUp;500\n2026-11-20;7;C2;Central;t2;Payment;0\n`
  const sample = Buffer.from(csv).toString('base64')
  const guessed = await ana.producers.preview({ id: 7, name: 'day.csv', sample })
  expect(guessed.mapping).toEqual(guessed.guess.mapping)
  expect(guessed.columns).toEqual(['Date', 'Shop', 'Customer', 'Place', 'Ref', 'Kind', 'Sum'])
  expect(guessed.mapping).toMatchObject({ format: 'csv', delimiter: ';' })
  const columns = {
    TxDate: 'Date',
    ProducerId: 'Shop',
    ClientId: 'Customer',
    ProducerLocation: 'Place',
    TxId: 'Ref',
    TxType: 'Kind',
    Amount: 'Sum',
  }
  const shown = await ana.producers.preview({ id: 7, name: 'day.csv', sample, mapping: { delimiter: ';', columns } })
  expect(shown.counts).toEqual({ rows: 2, valid: 1, held: 0, faults: 1 })
  expect(shown.rows.map(({ line, becomes }) => [line, becomes.outcome])).toEqual([
    [2, 'valid'],
    [3, 'fault'],
  ])
  expect(shown.rows[0]?.becomes).toMatchObject({
    row: { client: 'C1', txId: 't1', type: 'TopUp', amount: 500, location: 'Central', businessDay: '2026-11-20' },
  })
  expect(shown.codes).toEqual({ AMOUNT_NOT_POSITIVE: 1 })
  expect((await ana.producers.get({ id: 7 })).batches).toBe(0)
  expect((await refusalOf(ana.producers.preview({ id: 99, name: 'a.csv', sample }))).code).toBe('not_found')
  expect((await refusalOf(ana.producers.preview({ id: 7, name: 'a.csv', sample: 'A'.repeat(1_400_000) }))).code).toBe(
    'bad_input',
  )
})

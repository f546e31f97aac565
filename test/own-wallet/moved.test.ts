/** What a client asked about something that was held or under way, once it is posted: the same case, and no second one. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openFunds, request, settle, tell } from '../funding/open-funds.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { addClient, closeWallets, openWallets, post, signIn, type Wallets } from './open-wallets.ts'

let books: Wallets
beforeAll(async () => {
  books = await openWallets()
}, 60_000)
afterAll(() => closeWallets(books))

it('answers with the first case when a payment was asked about while it was held, by its old number and its new one', async () => {
  await addClient(books, 'C-1')
  await post(books, [{ client: 'C-1', tx: 'wait-1', amount: 300, type: 'Payment' }])
  const owner = await signIn(books, 'C-1')
  const held = (await owner.history({})).items[0]?.id ?? ''
  expect(held).toMatch(/^h/)
  const first = await owner.doubt({ id: held, words: 'not mine' })
  await post(books, [{ client: 'C-1', tx: 'money-1', amount: 500 }])
  const posted = (await owner.transaction({ id: held })).id
  expect(posted).toMatch(/^t/)
  expect(await owner.doubt({ id: posted, words: 'again' })).toEqual(first)
  expect(await owner.doubt({ id: held })).toEqual(first)
  expect((await owner.transaction({ id: posted })).cases.map(({ id }) => id)).toEqual([first.id])
  expect((await books.tom.exceptions.list({ client: 'C-1', code: 'NOT_RECOGNISED' })).items).toHaveLength(1)
  // Answered, it is answered under both.
  const { version } = await books.tom.exceptions.get({ id: first.id })
  const deed = { action: 'dismiss', reason: 'a known shop' } as const
  await books.tom.exceptions.act({ id: first.id, version, key: 'moved', deed })
  const answered = { code: 'already_answered', data: { case: first.id } }
  expect([await refusalOf(owner.doubt({ id: posted })), await refusalOf(owner.doubt({ id: held }))]).toEqual([
    answered,
    answered,
  ])
  // What stands beside it in the same batch is something else.
  const other = (await owner.history({})).items.find(({ reference }) => reference === 'money-1')?.id ?? ''
  expect((await owner.doubt({ id: other })).id).not.toBe(first.id)
})

it.each(['acme', 'swift-pay'])(
  'answers with the first case when a top-up was under way through %s',
  async (gateway) => {
    const funds = await openFunds()
    const top = await request(funds, { gateway })
    await tell(funds, top, { type: 'pending' })
    const doubt = async (id: string) => {
      const outcome = await funds.run('ownWallet.askAbout', { client: 'anna', kind: 'not_recognised', id, words: null })
      return outcome.status === 'done' || outcome.status === 'replayed'
        ? [outcome.status, outcome.case.id]
        : outcome.status
    }
    const underWay = `f${top.reference}`
    const [status, id] = await doubt(underWay)
    expect(status).toBe('done')
    await tell(funds, top, { type: 'paid' })
    if (gateway === 'acme') settle(funds, top)
    const wallet = funds.raw.prepare(`SELECT id FROM account WHERE code = 'wallet:anna'`).pluck().get()
    const posted = funds.raw
      .prepare('SELECT coalesce(entry, seq) FROM movement WHERE credit = ? ORDER BY seq')
      .pluck()
      .get(wallet)
    expect([await doubt(`t${String(posted)}`), await doubt(underWay)]).toEqual([
      ['replayed', id],
      ['replayed', id],
    ])
    funds.close()
  },
)

/** What a client asks about a transaction becomes a case, once; people work on it, and the client sees how it stands. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pump } from '../contact/open-contact.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { addClient, closeWallets, type Owner, openWallets, post, signIn, type Wallets } from './open-wallets.ts'

let books: Wallets

beforeAll(async () => {
  books = await openWallets()
}, 60_000)
afterAll(() => closeWallets(books))

let clients = 0
/** A client who topped up and paid so many times. */
async function payer(payments: number): Promise<Readonly<{ client: string; owner: Owner; ids: readonly string[] }>> {
  clients += 1
  const client = `C-${clients}`
  await addClient(books, client)
  await post(books, [
    { client, tx: `${client}-in`, amount: 100_000 },
    ...Array.from({ length: payments }, (_, n) => ({
      client,
      tx: `${client}-${n}`,
      amount: 1_000 + n,
      type: 'Payment',
    })),
  ])
  const owner = await signIn(books, client)
  const { items } = await owner.history({})
  return { client, owner, ids: items.map(({ id }) => id) }
}
const casesOf = async (client: string) => (await books.tom.exceptions.list({ client })).items

it('opens a case with the transaction, the money, the producer and the client’s words, and moves nothing', async () => {
  const { client, owner, ids } = await payer(1)
  const id = ids[0] ?? ''
  const before = (await owner.balances()).items
  const words = 'The shop closed.\nI got nothing for it.'
  const asked = await owner.askRefund({ id, words })
  expect(asked).toEqual({
    id: asked.id,
    kind: 'refund',
    state: 'received',
    askedAt: expect.any(String),
    item: id,
    amount: -1_000,
    currency: 'USD',
    producer: 'Seven Corner',
    words,
    moneyBack: false,
    answers: [],
  })
  expect(await owner.case({ id: asked.id })).toEqual(asked)
  expect((await owner.balances()).items).toEqual(before)
  const [found] = await casesOf(client)
  expect(found).toMatchObject({
    id: asked.id,
    code: 'REFUND_REQUESTED',
    severity: 'medium',
    scope: 'client',
    client,
    producer: 7,
    amount: 1_000,
    transaction: Number(id.slice(1)),
    touchedAt: null,
    status: 'open',
  })
  const detail = await books.tom.exceptions.get({ id: asked.id })
  expect(detail.history.at(-1)).toMatchObject({ kind: 'noted', by: 'client', detail: { text: words } })
  const may = detail.actions.filter(({ bar }) => bar === null).map(({ action }) => action)
  expect(may).toEqual(expect.arrayContaining(['assign', 'note', 'dismiss', 'reverse', 'ask_client', 'ask_producer']))
})

it('finds the same case when the same is asked twice, at once or later, and another for the other question', async () => {
  const { client, owner, ids } = await payer(1)
  const id = ids[0] ?? ''
  const answers = await Promise.all([1, 2, 3].map((n) => owner.doubt({ id, words: `try ${n}` })))
  const later = await owner.doubt({ id })
  expect(new Set([...answers, later].map((each) => each.id)).size).toBe(1)
  expect(later.words).toBe(answers.find(({ words }) => words === later.words)?.words)
  const refund = await owner.askRefund({ id, words: 'and my money' })
  expect((await casesOf(client)).map(({ code, severity }) => [code, severity]).toSorted()).toEqual([
    ['NOT_RECOGNISED', 'high'],
    ['REFUND_REQUESTED', 'medium'],
  ])
  expect((await owner.cases({})).items.map((each) => each.id)).toEqual([refund.id, later.id])
  expect((await owner.transaction({ id })).cases.map(({ kind }) => kind)).toEqual(['not_recognised', 'refund'])
})

it('refuses a refund of what was not paid to anybody, or came back already', async () => {
  const { owner, ids } = await payer(1)
  const [paid = '', topUp = ''] = ids
  const barred = (bar: string) => ({ code: 'refund_barred', data: { bar } })
  expect(await refusalOf(owner.askRefund({ id: topUp, words: 'x' }))).toEqual(barred('not_a_payment'))
  await books.tom.operations.refund({ of: Number(paid.slice(1)), key: `r-${paid}` })
  expect(await refusalOf(owner.askRefund({ id: paid, words: 'x' }))).toEqual(barred('money_is_back'))
  // What is not recognised may be anything, money that came in as well.
  expect((await owner.doubt({ id: topUp })).kind).toBe('not_recognised')
})

it('lets so many of one client wait, and no more', async () => {
  const { client, owner, ids } = await payer(11)
  for (const id of ids.slice(0, 10)) await owner.doubt({ id })
  expect(await refusalOf(owner.doubt({ id: ids[10] ?? '' }))).toEqual({ code: 'too_many_open', data: { most: 10 } })
  const [first] = (await owner.cases({})).items
  const seen = await books.tom.exceptions.get({ id: first?.id ?? 0 })
  const deed = { action: 'dismiss', reason: 'a known shop' } as const
  await books.tom.exceptions.act({ id: seen.id, version: seen.version, key: 'd1', deed })
  expect((await owner.doubt({ id: ids[10] ?? '' })).state).toBe('received')
  expect(await casesOf(client)).toHaveLength(11)
})

it('shows the client that it is looked at, what was written to them, and that it is answered; not who, nor why', async () => {
  const { client, owner, ids } = await payer(1)
  const { id } = await owner.askRefund({ id: ids[0] ?? '', words: 'please' })
  const { tom } = books
  const act = async (key: string, deed: Parameters<typeof tom.exceptions.act>[0]['deed']) => {
    const { version } = await tom.exceptions.get({ id })
    await tom.exceptions.act({ id, version, key: `${key}-${id}`, deed })
  }
  await act('a', { action: 'assign', to: 'tom' })
  expect((await owner.case({ id })).state).toBe('looked_at')
  const recipient = { of: 'client', client } as const
  const letter = { recipient, exception: id, channel: 'email', subject: 'Your question' } as const
  await tom.contact.send({ ...letter, key: `m-${id}`, text: 'The shop says it delivered.' })
  await tom.contact.tell({ recipient, exception: id, key: `t-${id}`, channel: 'phone', text: 'she was rude' })
  await pump(books)
  await act('b', { action: 'dismiss', reason: 'Tom thinks it is a try-on' })
  const answered = await owner.case({ id })
  expect(answered).toMatchObject({
    state: 'answered',
    moneyBack: false,
    answers: [{ at: expect.any(String), text: 'The shop says it delivered.' }],
  })
  expect(JSON.stringify(answered)).not.toMatch(/tom|try-on|rude/i)
  expect(await refusalOf(owner.askRefund({ id: ids[0] ?? '', words: 'again' }))).toEqual({
    code: 'already_answered',
    data: { case: id },
  })
})

it('shows that the money went back when somebody gave it back', async () => {
  const { owner, ids } = await payer(1)
  const { id } = await owner.askRefund({ id: ids[0] ?? '', words: 'please' })
  await books.tom.operations.refund({ of: Number(ids[0]?.slice(1)), key: `back-${id}` })
  expect(await owner.case({ id })).toMatchObject({ state: 'received', moneyBack: true })
})

it('takes words as people write them, bounded, and nothing that is no text', async () => {
  const { owner, ids } = await payer(1)
  const id = ids[0] ?? ''
  const takes = async (words: string) => (await refusalOf(owner.askRefund({ id, words }))).code
  expect(await takes('x'.repeat(1_001))).toBe('bad_input')
  expect(await takes('')).toBe('bad_input')
  expect(await takes('\u0000')).toBe('bad_input')
  expect(await takes('<script>alert(1)</script> =1+1 多謝')).toBe('not refused')
})

it('takes out of a client’s words what nobody sees, so that they read to people as they were written', async () => {
  const { client, owner, ids } = await payer(2)
  const words = 'paid \u202e00.1\u202c to\u200b you\u2066\u2069\ufeff\u00ad\u{e0041}\u3164\nand more\u2028'
  const shown = 'paid 00.1 to you\nand more'
  const asked = await owner.askRefund({ id: ids[0] ?? '', words })
  const doubted = await owner.doubt({ id: ids[1] ?? '', words })
  expect([asked.words, doubted.words]).toEqual([shown, shown])
  for (const { id } of await casesOf(client))
    expect((await books.tom.exceptions.get({ id })).history.at(-1)?.detail).toEqual({ text: shown })
  expect((await refusalOf(owner.askRefund({ id: ids[0] ?? '', words: '\u200b\u202e' }))).code).toBe('bad_input')
})

/** Signing in to one's own wallet: who gets a code, what it opens, how often it may be tried, and where it never stands. */
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'
import {
  addClient,
  askCode,
  closeWallets,
  openWallets,
  otherCode,
  ownerOf,
  signIn,
  strangerAt,
  textOf,
  until,
  type Wallets,
} from './open-wallets.ts'

let books: Wallets

beforeAll(async () => {
  books = await openWallets()
}, 60_000)
afterEach(() => {
  tests += 1
  vi.useRealTimers()
})
afterAll(() => closeWallets(books))

/** Only the date moves: timers go on, because the engine's threads answer by them. */
const moveClock = (ms: number): void => {
  const at = Date.now() + ms
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(at)
}
const minute = 60_000
/** Each test tries from a network of its own. */
let tests = 0
const here = (): string => `198.51.100.${tests}`
const tryCode = (challenge: string, code: string, more: { client?: string } = {}) =>
  strangerAt(books, here()).ownWallet.signIn({ challenge, code, asToken: true, ...more })
const refused = { code: 'code_refused', data: undefined }
const asksRecorded = async (client: string) =>
  (await books.client.audit.list({ action: 'wallet.ask_code', limit: 1000 })).items
    .filter(({ subject }) => subject === `client:${client}`)
    .map(({ outcome }) => outcome)
/** What was counted since the last time, as the record of it says. */
async function refusalsWritten(): Promise<unknown> {
  const { store } = await books.engine.opened()
  await store.write('ownWallet.writeRefusals', null, 'engine')
  const [record] = (await books.client.audit.list({ action: 'wallet.refuse', limit: 1 })).items
  const detail = record?.detail as Readonly<{ refused: unknown }> | undefined
  return detail?.refused
}
const notSignedIn = { code: 'not_signed_in', data: undefined }

it('lets a client in by the code of the letter, once, by their number or their address', async () => {
  await addClient(books, 'C-IN', { email: 'Chan.In@client.example', language: 'zh-HK' })
  const { challenge, code, letter } = await askCode(books, 'C-IN')
  expect(letter.to).toEqual(['Chan.In@client.example'])
  expect(textOf(letter)).toContain('請用以下驗證碼登入你的錢包')
  const outcome = await tryCode(challenge, code)
  expect(outcome).toMatchObject({ status: 'signed_in', client: 'C-IN' })
  const owner = await signIn(books, ' chan.in@CLIENT.example ')
  expect(await owner.me()).toEqual({
    client: 'C-IN',
    name: 'Chan Tai Man',
    email: 'C•••@client.example',
    language: 'zh-HK',
    zone: 'Asia/Hong_Kong',
  })
  expect(await refusalOf(tryCode(challenge, code))).toEqual(refused)
})

it('answers alike whether there is such a client, an address of theirs, or neither', async () => {
  await addClient(books, 'C-ALIKE')
  await books.tom.wallets.open({ client: 'C-MUTE' })
  await refusalsWritten()
  const asked = ['C-ALIKE', 'C-MUTE', 'C-NOBODY', 'nobody@client.example', "'; DROP TABLE client; --"]
  const answers = []
  for (const who of asked) answers.push(await books.stranger.ownWallet.askCode({ who }))
  for (const { challenge, minutes } of answers) expect([challenge.length, minutes]).toEqual([43, 10])
  expect(new Set(answers.map(({ challenge }) => challenge)).size).toBe(asked.length)
  // A guess for each is refused in the same words, whichever it is and however often.
  for (const { challenge } of answers)
    for (let i = 0; i < 7; i += 1) expect(await refusalOf(tryCode(challenge, '000000'))).toEqual(refused)
  expect(await asksRecorded('C-ALIKE')).toEqual(['done'])
  // What a stranger can do as often as they like is counted, and stands in one record.
  expect(await refusalsWritten()).toEqual([
    { reason: 'unknown_challenge', times: 30, network: here() },
    { reason: 'unknown_client', times: 3 },
    { reason: 'contact_missing', client: 'C-MUTE', times: 1 },
  ])
  expect(await asksRecorded('C-MUTE')).toEqual([])
})

it('refuses the right code after five wrong ones, also when they come all at once', async () => {
  await addClient(books, 'C-TRIES')
  const one = await askCode(books, 'C-TRIES')
  for (let i = 0; i < 5; i += 1) expect(await refusalOf(tryCode(one.challenge, otherCode(one.code)))).toEqual(refused)
  expect(await refusalOf(tryCode(one.challenge, one.code))).toEqual(refused)
  const two = await askCode(books, 'C-TRIES')
  const guesses = Array.from({ length: 20 }, () => refusalOf(tryCode(two.challenge, otherCode(two.code))))
  expect(new Set((await Promise.all(guesses)).map(({ code }) => code))).toEqual(new Set(['code_refused']))
  expect(await refusalOf(tryCode(two.challenge, two.code))).toEqual(refused)
  // Wrong ones of a stranger leave the client's own challenge as it is.
  const [own, strangers] = [await askCode(books, 'C-TRIES'), await askCode(books, 'C-TRIES')]
  for (let i = 0; i < 5; i += 1) await refusalOf(tryCode(strangers.challenge, otherCode(strangers.code)))
  expect(await refusalOf(tryCode(strangers.challenge, own.code))).toEqual(refused)
  expect(await tryCode(own.challenge, own.code)).toMatchObject({ client: 'C-TRIES' })
})

it('writes to a client four times an hour, however often somebody asks', async () => {
  await addClient(books, 'C-MANY')
  await refusalsWritten()
  const letters = async () => (await books.tom.contact.messages({ client: 'C-MANY', limit: 100 })).items.length
  for (let i = 0; i < 6; i += 1) await books.stranger.ownWallet.askCode({ who: 'C-MANY' })
  // One after another: the last is counted when all were.
  const counted = () =>
    withRawStore(books.engine, (raw) => raw.prepare('SELECT sum(times) FROM wallet_refusal').pluck().get())
  await until(async () => ((await counted()) === 2 ? true : undefined))
  expect(await refusalsWritten()).toEqual([{ reason: 'too_many_letters', client: 'C-MANY', times: 2 }])
  expect(await letters()).toBe(4)
  expect(await asksRecorded('C-MANY')).toEqual(['done', 'done', 'done', 'done'])
})

it('stands nowhere: not in the store, the audit, the log, the letter that staff read, nor in the answer', async () => {
  await addClient(books, 'C-SECRET')
  const { challenge, code } = await askCode(books, 'C-SECRET')
  const outcome = await tryCode(challenge, code)
  const token = outcome.status === 'signed_in' ? (outcome.token ?? '') : ''
  const [message] = (await books.tom.contact.messages({ client: 'C-SECRET' })).items
  expect(message?.text).toContain('••••••')
  const audit = await books.client.audit.list({ limit: 1000 })
  for (const said of [message, audit, books.incidents]) expect(JSON.stringify(said)).not.toContain(code)
  const rows = await withRawStore(books.engine, (raw) =>
    (raw.pragma('table_list') as { name: string; type: string; schema: string }[])
      .filter(({ type, schema }) => type === 'table' && schema === 'main')
      .flatMap(({ name }) => (raw.prepare(`SELECT * FROM "${name}"`).all() as object[]).map((row) => ({ name, row }))),
  )
  const texts = rows.map(({ name, row }) => [name, JSON.stringify(row)] as const)
  expect(texts.length).toBeGreaterThan(50)
  // The letters around it are text; figures alone may be part of any number.
  const holding = texts.filter(
    ([, text]) =>
      new RegExp(`(^|[^0-9])${code}([^0-9]|$)`).test(text) || text.includes(token) || text.includes(challenge),
  )
  expect(holding).toEqual([])
  const { layout } = books.engine
  for (const file of [layout.keys, layout.store]) expect(readFileSync(file).includes(token)).toBe(false)
})

it('asks which of several clients with one address it is, and lets into no other', async () => {
  await addClient(books, 'C-PAIR-1', { email: 'pair@client.example', name: 'Pair One' })
  await addClient(books, 'C-PAIR-2', { email: 'Pair@client.example', name: 'Pair Two' })
  await addClient(books, 'C-ELSE')
  const { challenge, code } = await askCode(books, 'pair@client.example')
  expect(await tryCode(challenge, code)).toEqual({
    status: 'choose',
    clients: [
      { client: 'C-PAIR-1', name: 'Pair One' },
      { client: 'C-PAIR-2', name: 'Pair Two' },
    ],
  })
  expect(await refusalOf(tryCode(challenge, code, { client: 'C-ELSE' }))).toEqual(refused)
  expect(await refusalOf(tryCode(challenge, otherCode(code), { client: 'C-PAIR-2' }))).toEqual(refused)
  expect(await tryCode(challenge, code, { client: 'C-PAIR-2' })).toMatchObject({ client: 'C-PAIR-2' })
  // Who asks by a number is that client and nobody else of the address.
  const own = await askCode(books, 'C-PAIR-1')
  expect(await refusalOf(tryCode(own.challenge, own.code, { client: 'C-PAIR-2' }))).toEqual(refused)
  expect(await tryCode(own.challenge, own.code)).toMatchObject({ client: 'C-PAIR-1' })
})

it('ends a session by signing out, here or everywhere, and by another address', async () => {
  await addClient(books, 'C-OUT')
  const [one, two] = [await signIn(books, 'C-OUT'), await signIn(books, 'C-OUT')]
  expect(await one.signOut({})).toEqual({ ended: 1 })
  expect(await refusalOf(one.me())).toEqual(notSignedIn)
  expect((await two.me()).client).toBe('C-OUT')
  const three = await signIn(books, 'C-OUT')
  expect(await two.signOut({ everywhere: true })).toEqual({ ended: 2 })
  expect(await refusalOf(three.me())).toEqual(notSignedIn)
  const four = await signIn(books, 'C-OUT')
  const { tom } = books
  const { version } = await tom.clients.contact({ client: 'C-OUT' })
  await tom.clients.setContact({ client: 'C-OUT', expectedVersion: version, contact: { email: 'new@client.example' } })
  expect(await refusalOf(four.me())).toEqual(notSignedIn)
})

it('ends a token after a quarter of an hour, unless another was taken before', async () => {
  await addClient(books, 'C-TIME')
  let owner = await signIn(books, 'C-TIME')
  moveClock(14 * minute)
  owner = ownerOf(books, (await owner.renew()).token)
  moveClock(14 * minute)
  expect((await owner.me()).client).toBe('C-TIME')
  moveClock(2 * minute)
  expect(await refusalOf(owner.me())).toEqual(notSignedIn)
  expect(await refusalOf(owner.renew())).toEqual(notSignedIn)
})

it('shows its own wallet to a client whose wallet is frozen', async () => {
  await addClient(books, 'C-COLD')
  await books.tom.wallets.freeze({ client: 'C-COLD', reason: 'lost phone' })
  const owner = await signIn(books, 'C-COLD')
  expect((await owner.balances()).items).toEqual([
    { currency: 'USD', digits: 2, state: 'frozen', balance: 0, available: 0, pending: 0 },
  ])
})

it('ends every token when the master key is replaced, and lets in by a new code', async () => {
  await addClient(books, 'C-KEYS')
  const owner = await signIn(books, 'C-KEYS')
  const { challenge, code } = await askCode(books, 'C-KEYS')
  await books.client.keys.rotate()
  expect(await refusalOf(owner.me())).toEqual(notSignedIn)
  expect(await refusalOf(tryCode(challenge, code))).toEqual(refused)
  expect((await (await signIn(books, 'C-KEYS')).me()).client).toBe('C-KEYS')
})

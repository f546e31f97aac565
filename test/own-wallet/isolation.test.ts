/**
 * Nobody sees another client's data: tried with the token of one client and every number of another in every request of the
 * contract. A procedure that comes to it later fails here until somebody has said which numbers it takes.
 */
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { isContractProcedure } from '@orpc/contract'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contract } from '../../engine/contract/contract.ts'
import { readReceipt } from '../../engine/receipts/signature.ts'
import { procedures } from '../contract/tree.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { clientOf, refusalOf } from '../workspace-fixture.ts'
import { addClient, closeWallets, type Owner, openWallets, post, signIn, type Wallets } from './open-wallets.ts'

let books: Wallets
let anna: Owner
let ben: Owner
/** Numbers of Ben's: a posting, a row that is held, a top-up under way, a transfer to somebody else, and a case. */
let theirs: Readonly<{ items: readonly string[]; case: number }>

/** A transaction of Anna's. */
let annas: string

const today = new Date().toISOString()
/** As long as a statement may be, up to tomorrow wherever the books are. */
const dayBefore = (days: number): string => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)
const year = { from: dayBefore(364), to: dayBefore(-1) }

beforeAll(async () => {
  books = await openWallets()
  await addClient(books, 'C-ANNA')
  await addClient(books, 'C-BEN')
  await post(books, [
    { client: 'C-ANNA', tx: 'tx-anna-1', amount: 5_000, location: 'Anna Street' },
    { client: 'C-BEN', tx: 'tx-ben-1', amount: 9_000, location: 'Ben Street' },
    { client: 'C-BEN', tx: 'tx-ben-2', amount: 1_234, type: 'Payment', location: 'Ben Street' },
    // More than there is: it is held.
    { client: 'C-BEN', tx: 'tx-ben-3', amount: 777_777, type: 'Payment', location: 'Ben Street' },
  ])
  const { tom } = books
  await tom.wallets.open({ client: 'C-CARL' })
  await tom.operations.transfer({ from: 'C-BEN', to: 'C-CARL', amount: 111, key: 't1', reference: 'for carl' })
  await withRawStore(books.engine, (raw) =>
    raw.exec(`
      INSERT INTO account (code, kind, currency) VALUES ('gateway:acme', 'gateway', 'USD');
      INSERT INTO fund_request (reference, client_id, wallet, currency, amount, gateway, gateway_account, agreement,
        available_when_paid, created_at, created_by, expires_at, caller, counted_day, counted, state)
      SELECT 'BENFUND001', 'C-BEN', account.id, 'USD', 5000, 'acme', gateway.id, 0, 0, ${Date.now()}, 'tom',
        ${Date.now() + 86_400_000}, 'user:1', '${today.slice(0, 10)}', 1, 'requested'
      FROM account, account AS gateway WHERE account.code = 'wallet:C-BEN' AND gateway.code = 'gateway:acme';
      UPDATE fund_request SET state = 'pending', stands_since = ${Date.now()}, version = version + 1;`),
  )
  ;[anna, ben] = [await signIn(books, 'C-ANNA'), await signIn(books, 'C-BEN')]
  annas = (await anna.history({})).items[0]?.id ?? ''
  const { items } = await ben.history({})
  const doubted = items.find(({ reference }) => reference === 'tx-ben-2')?.id ?? ''
  const asked = await ben.doubt({ id: doubted, words: 'ben did not do this' })
  theirs = { items: items.map(({ id }) => id), case: asked.id }
  expect(theirs.items.map((id) => id[0]).toSorted()).toEqual(['f', 'h', 't', 't', 't'])
}, 60_000)
afterAll(() => closeWallets(books))

type Call = (input: unknown) => Promise<unknown>
const ofWallet = procedures().filter(({ access }) => access === 'wallet_owner')
const callOf = (owner: Owner, name: string): Call => owner[name.slice('ownWallet.'.length) as keyof Owner] as Call

type Probe = Readonly<{
  /** Its input for each number of Ben's that it could be asked with; empty where it takes none. */
  foreign: () => readonly unknown[]
  /** The same with a number that nobody has. */
  nobodys: (foreign: unknown) => unknown
  /** Its input as its own client asks; left out where that would end the session. */
  own?: () => unknown
}>

/** As long and of the same kind. */
const nobodysItem = (id: string): string =>
  ({ t: 't900000000000001', h: 'h900000000000001-2', f: 'fNOBODYS001' })[id[0] as 't' | 'h' | 'f']
const ofItems = (more: object = {}): Pick<Probe, 'foreign' | 'nobodys'> => ({
  foreign: () => theirs.items.map((id) => ({ id, ...more })),
  nobodys: (foreign) => ({ ...(foreign as object), id: nobodysItem((foreign as { id: string }).id) }),
})
const noNumbers = { foreign: () => [], nobodys: (input: unknown) => input }

const probes: Readonly<Record<string, Probe>> = {
  'ownWallet.renew': { ...noNumbers },
  'ownWallet.signOut': { ...noNumbers },
  'ownWallet.me': { ...noNumbers, own: () => undefined },
  'ownWallet.setLanguage': { ...noNumbers, own: () => ({ language: 'en' }) },
  'ownWallet.balances': { ...noNumbers, own: () => undefined },
  'ownWallet.history': {
    // Whatever is looked for, only one's own is looked through; a currency that only Ben had is nobody's to Anna.
    foreign: () => [{ currency: 'EUR' }],
    nobodys: () => ({ currency: 'XXX' }),
    own: () => ({}),
  },
  'ownWallet.transaction': { ...ofItems() },
  'ownWallet.receipt': { ...ofItems(), own: () => ({ id: annas }) },
  'ownWallet.statement': {
    foreign: () => [{ currency: 'EUR', ...year }],
    nobodys: () => ({ currency: 'XXX', ...year }),
    own: () => ({ ...year, format: 'csv' }),
  },
  'ownWallet.askRefund': { ...ofItems({ words: 'give it to me' }) },
  'ownWallet.doubt': { ...ofItems({ words: 'not mine' }) },
  'ownWallet.cases': { ...noNumbers, own: () => ({}) },
  'ownWallet.case': { foreign: () => [{ id: theirs.case }], nobodys: () => ({ id: 900_000_000_001 }) },
  'ownWallet.notices': { ...noNumbers, own: () => undefined },
  'ownWallet.setNotices': {
    foreign: () => [{ currency: 'EUR', below: 1, moneyIn: false, above: null }],
    nobodys: () => ({ currency: 'XXX', below: 1, moneyIn: false, above: null }),
    own: () => ({ currency: 'USD', below: 1, moneyIn: false, above: null }),
  },
}

it('has a probe for every procedure of a wallet, and for no other', () => {
  expect(Object.keys(probes).toSorted()).toEqual(ofWallet.map(({ name }) => name).toSorted())
})

it.each(ofWallet)('$name takes no client from its caller', ({ name }) => {
  const procedure = contract.ownWallet[name.slice('ownWallet.'.length) as keyof typeof contract.ownWallet]
  expect(isContractProcedure(procedure)).toBe(true)
  const schema = procedure['~orpc'].inputSchema as { shape?: Record<string, unknown> } | undefined
  expect(Object.keys(schema?.shape ?? {}).filter((key) => /client|account|wallet|session|user/i.test(key))).toEqual([])
})

/** With the number taken out of what is said of it. */
async function answerTo(name: string, input: unknown): Promise<string> {
  const { code, data } = await refusalOf(callOf(anna, name)(input))
  const { id, currency } = input as { id?: unknown; currency?: unknown }
  return JSON.stringify({ code, data }).replaceAll(JSON.stringify(String(id ?? currency)), '"…"')
}

it.each(Object.keys(probes))('%s answers a number of another client as one that nobody has', async (name) => {
  const { foreign, nobodys } = probes[name] as Probe
  await withRawStore(books.engine, (raw) =>
    raw.exec(`
      INSERT OR IGNORE INTO currency VALUES ('EUR', 2);
      INSERT OR IGNORE INTO account (code, kind, currency, client_id) VALUES ('wallet:C-BEN', 'wallet', 'EUR', 'C-BEN')`),
  )
  for (const input of foreign()) {
    const answer = await answerTo(name, input)
    expect(answer).toContain('not_found')
    expect([input, answer]).toEqual([input, await answerTo(name, nobodys(input))])
  }
})

/** Of a file what is in it; of a receipt what it says and was signed. */
async function textOf(answer: unknown): Promise<string> {
  if (!(answer instanceof File)) return JSON.stringify(answer ?? null)
  const bytes = await buffer(answer.stream() as ReadableStream)
  return answer.type === 'application/pdf' ? JSON.stringify(readReceipt(bytes)) : bytes.toString()
}

const own = Object.entries(probes).filter(([, { own: input }]) => input !== undefined)

it.each(own)('%s says nothing of another client', async (name, { own: input }) => {
  const said = await textOf(await callOf(anna, name)(input?.()))
  expect(said.length).toBeGreaterThan(1)
  for (const word of ['BEN', 'Ben', 'ben', 'CARL', ...theirs.items]) expect(said).not.toContain(word)
})

it('finds nothing of another client by any search, and no reason of the staff', async () => {
  const { tom } = books
  await tom.operations.deposit({
    client: 'C-ANNA',
    amount: 42,
    key: 'd1',
    reason: 'sorry by Tom',
    from: 'omnibus:main',
  })
  for (const text of ['Ben', 'tx-ben', 'carl', 'sorry', 'Tom', 'C-ANNA', 'wallet', 'omnibus'])
    expect((await anna.history({ text })).items).toEqual([])
  for (const amount of [9_000, 1_234, 777_777, 111]) expect((await anna.history({ amount })).items).toEqual([])
  expect((await anna.history({ text: 'anna st' })).items).toHaveLength(1)
  expect(JSON.stringify(await anna.history({}))).not.toMatch(/sorry|omnibus|tom/i)
})

it('goes on by another client’s cursor within one’s own wallet only', async () => {
  const { next } = await ben.history({ limit: 2 })
  const { items } = await anna.history({ cursor: next ?? '' })
  for (const { id } of items) expect(theirs.items).not.toContain(id)
  expect((await anna.cases({ cursor: Buffer.from('[999999]').toString('base64url') })).items).toEqual([])
})

it('says of a transfer which way it went and why, and not with whom', async () => {
  const sent = (await ben.history({ text: 'for carl' })).items
  expect(sent).toMatchObject([{ kind: 'transfer', amount: -111, reference: 'for carl', producer: null, place: null }])
  expect(JSON.stringify(sent)).not.toMatch(/CARL/)
})

it('leaves nothing of a refused request behind', async () => {
  expect((await anna.cases({})).items).toEqual([])
  const { items } = await books.tom.exceptions.list({ client: 'C-ANNA' })
  expect(items).toEqual([])
})

it('opens nothing else with a wallet’s token: every other procedure of the contract refuses it', async () => {
  const client = clientOf(books.engine, anna.token)
  const others = procedures().filter(({ access }) => access !== 'wallet_owner' && access !== 'public')
  expect(others.length).toBeGreaterThan(100)
  for (const { name, path } of others) {
    const call = path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], client) as Call
    expect([name, (await refusalOf(call({}))).code]).toEqual([name, 'not_signed_in'])
  }
})

it.each(ofWallet)('$name refuses whoever is no owner: staff, and every token that is not ours', async ({ name }) => {
  const { ring } = await books.engine.opened()
  const key = ring.keys.walletToken
  const [header = '', payload = '', signature = ''] = anna.token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const signed = (more: Record<string, unknown>, by: Uint8Array = key) =>
    new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'HS256' }).sign(by)
  const altered = Buffer.from(JSON.stringify({ ...claims, sub: 'C-BEN' })).toString('base64url')
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  const { exp: _, ...withoutEnd } = claims
  const tokens = [
    books.client.token,
    books.tom.token,
    '',
    'x',
    `${header}.${altered}.${signature}`,
    `${none}.${payload}.`,
    `${none}.${payload}.${signature}`,
    // Of Anna's own session, and signed by us: for Ben, for another place, of another workspace, over, without an end.
    await signed({ sub: 'C-BEN' }),
    await signed({ aud: 'console' }),
    await signed({ iss: 'countinghouse:other' }),
    await signed({ exp: 1_700_000_000 }),
    await new SignJWT(withoutEnd).setProtectedHeader({ alg: 'HS256' }).sign(key),
    await signed({ sid: 'x' }),
    await signed({}, ring.keys.walletCode),
  ]
  expect((await (clientOf(books.engine, await signed({})).ownWallet as Owner).me()).client).toBe('C-ANNA')
  for (const token of tokens) {
    const owner = clientOf(books.engine, token).ownWallet as Owner
    expect((await refusalOf(callOf(owner, name)({ id: {} }))).code).toBe('not_signed_in')
  }
})

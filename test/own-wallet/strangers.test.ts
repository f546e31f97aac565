/** What strangers can do to clients at the door of the wallets: not lock them out, not flood them, not guess their codes. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hashOfChallenge } from '../../engine/own-wallet/codes.ts'
import { hashOfDevice } from '../../engine/own-wallet/devices.ts'
import { isSessionOpen } from '../../engine/own-wallet/sessions.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { addWritable, writableByMail } from './mail-setting.ts'

let books: OpenBooks
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const began = Date.parse('2026-03-02T01:00:00Z')
const at = (ms: number): void => void vi.setSystemTime(began + ms)

beforeEach(async () => {
  books = await openBooks()
  vi.useFakeTimers({ toFake: ['Date'] })
  at(0)
  await writableByMail(books, 'anna')
})
afterEach(() => {
  vi.useRealTimers()
  books.close()
})

type From = Readonly<{ network?: string; device?: string | null }>
const whence = ({ network = '203.0.113.1', device = null }: From) => ({
  network,
  device: device === null ? null : hashOfDevice(device),
})

let challenges = 0
async function ask(who: string, from: From = {}): Promise<Readonly<{ status: string; hash: Buffer }>> {
  challenges += 1
  const hash = hashOfChallenge(`challenge ${challenges}`)
  const { status } = await books.run('ownWallet.askCode', { who, hash, ...whence(from) })
  return { status, hash }
}
async function tryCode(hash: Buffer, isRight: boolean, from: From & { nextDevice?: string } = {}): Promise<string> {
  challenges += 1
  const nextDevice = from.nextDevice === undefined ? null : hashOfDevice(from.nextDevice)
  const session = `session ${challenges}`
  return (await books.run('ownWallet.tryCode', { hash, isRight, session, nextDevice, ...whence(from) })).status
}
async function signIn(who: string, from: From & { nextDevice?: string } = {}): Promise<string> {
  return tryCode((await ask(who, from)).hash, true, from)
}
const letters = (): number => books.raw.prepare('SELECT count(*) FROM message').pluck().get() as number
const audited = (action: string) =>
  books.raw.prepare('SELECT subject, outcome, detail FROM audit_record WHERE action = ?').all(action) as {
    subject: string
    outcome: string
    detail: string
  }[]

it('gives a client letters on their own network when a stranger has used up those of another', async () => {
  for (let i = 0; i < 6; i += 1) await ask('anna', { network: 'a stranger' })
  expect(letters()).toBe(4)
  expect((await ask('anna', { network: 'at home' })).status).toBe('done')
})

it('gives a browser that was signed in before letters that no stranger can use up', async () => {
  expect(await signIn('anna', { nextDevice: 'her telephone' })).toBe('done')
  for (let n = 0; n < 10; n += 1) for (let i = 0; i < 5; i += 1) await ask('anna', { network: `stranger ${n}` })
  expect((await ask('anna', { network: 'at home' })).status).toBe('too_many_letters')
  const [hers, others] = [{ device: 'her telephone' }, { device: 'somebody’s telephone' }]
  expect((await ask('anna', others)).status).toBe('too_many_letters')
  expect((await ask('anna', { network: 'stranger 1', ...hers })).status).toBe('done')
})

it('floods nobody, from however many networks it is asked: 8 letters an hour and 16 a day, and 10 for known browsers', async () => {
  await signIn('anna', { nextDevice: 'phone' })
  for (let hours = 0; hours < 24; hours += 1) {
    at(hours * hour + 1)
    const before = letters()
    for (let n = 0; n < 12; n += 1) await ask('anna', { network: `stranger ${n}` })
    for (let n = 0; n < 6; n += 1) await ask('anna', { device: 'phone' })
    expect(letters() - before).toBeLessThanOrEqual(12)
  }
  expect(letters()).toBe(16 + 10)
})

it('knows a browser by its newest token alone, for each client who signed in there, until they sign out everywhere', async () => {
  await addWritable(books, 'ben')
  await signIn('anna', { nextDevice: 'first' })
  await signIn('ben', { device: 'first', nextDevice: 'second' })
  const known = async (who: string, device: string) => {
    const { hash } = await ask(who, { device, network: `${who} ${device}` })
    return books.raw.prepare('SELECT known_device FROM wallet_challenge WHERE hash = ?').pluck().get(hash)
  }
  expect([await known('anna', 'first'), await known('anna', 'second'), await known('ben', 'second')]).toEqual([0, 1, 1])
  await books.run('ownWallet.endSessions', { session: 'x', client: 'anna', everywhere: true })
  expect([await known('anna', 'second'), await known('ben', 'second')]).toEqual([0, 1])
  at(181 * day)
  expect(await known('ben', 'second')).toBe(0)
})

/** So many clients, each asked for from a network of its own. */
async function clients(count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, n) => `client-${n}`)
  for (const name of names) await addWritable(books, name)
  return names
}

it('stops whoever guesses one code for each of many clients, and nobody who comes from elsewhere', async () => {
  const [last = '', ...names] = await clients(22)
  const network = 'a guesser'
  const outcomes: string[] = []
  for (const name of names) outcomes.push(await tryCode((await ask(name, { network })).hash, false, { network }))
  expect(outcomes).toEqual([...Array.from({ length: 20 }, () => 'refused'), 'braked'])
  // Also the right code is not looked at, and a challenge that never was is refused in the same way.
  expect(await tryCode((await ask(last, { network })).hash, true, { network })).toBe('braked')
  expect(await tryCode(hashOfChallenge('none'), true, { network })).toBe('braked')
  expect(await signIn(last, { network: 'at home' })).toBe('done')
  at(hour + minute)
  expect(await signIn(last, { network })).toBe('done')
})

it('stops all who are new when codes are refused from everywhere, but no browser that was signed in before', async () => {
  const [anna, ...names] = ['anna', ...(await clients(25))]
  await signIn(anna, { nextDevice: 'phone' })
  const guesses = names.flatMap((name) => [1, 2, 3, 4, 5].map((n) => [name, n] as const))
  const asked = new Map<string, Buffer>()
  for (const name of names) asked.set(name, (await ask(name, { network: name })).hash)
  const outcomes: string[] = []
  for (const [name, n] of guesses)
    outcomes.push(await tryCode(asked.get(name) ?? Buffer.alloc(32), false, { network: `${name} ${n}` }))
  expect(outcomes.filter((each) => each === 'refused')).toHaveLength(120)
  expect(outcomes.slice(120)).toEqual(Array.from({ length: 5 }, () => 'braked'))
  expect(await signIn(anna, { network: 'new' })).toBe('braked')
  expect(await signIn(anna, { network: 'new', device: 'phone' })).toBe('done')
  // Known for one client, it is no way in to another.
  expect(await tryCode(asked.get(names[24] ?? '') ?? Buffer.alloc(32), true, { device: 'phone' })).toBe('braked')
})

it('counts no client who mistypes and then gets it right', async () => {
  const names = await clients(30)
  const network = 'an office'
  for (const name of names) {
    const { hash } = await ask(name, { network })
    expect([await tryCode(hash, false, { network }), await tryCode(hash, true, { network })]).toEqual([
      'refused',
      'done',
    ])
  }
})

it('writes one record of however many tries at challenges that never were, bounded in itself', async () => {
  for (let n = 0; n < 300; n += 1) await tryCode(hashOfChallenge(`never ${n}`), false, { network: `network ${n}` })
  expect(audited('wallet.sign_in')).toEqual([])
  expect(books.raw.prepare('SELECT count(*) FROM wallet_refusal').pluck().get()).toBeLessThanOrEqual(51)
  await books.run('ownWallet.writeRefusals', null)
  const [record, ...more] = audited('wallet.refuse')
  expect(more).toEqual([])
  const { times, refused } = JSON.parse(record?.detail ?? '{}') as { times: number; refused: object[] }
  expect([times, refused.length]).toEqual([300, 51])
  expect(refused[0]).toEqual({ reason: 'unknown_challenge', network: 'others', times: 250 })
  expect(books.raw.prepare('SELECT count(*) FROM wallet_refusal').pluck().get()).toBe(0)
})

it('removes what is long over, and keeps what still counts or may still go out', async () => {
  const count = (table: string) => books.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  const all = () => ['challenge', 'refused_try', 'session', 'letter', 'device'].map((each) => count(`wallet_${each}`))
  await signIn('anna', { nextDevice: 'phone' })
  const { hash } = await ask('anna')
  await tryCode(hash, false)
  const send = (message: number, status: 'sent' | 'failed') =>
    books.run('contact.endSending', {
      message,
      end: status === 'sent' ? { status, reply: 'ok' } : { status, error: 'refused', reply: 'no' },
    })
  await books.run('contact.beginSending', { message: 1 })
  await books.run('contact.beginSending', { message: 2 })
  await send(2, 'failed')
  const tidy = async () => (await books.run('ownWallet.removeOld', null)).removed
  at(6 * day)
  expect([await tidy(), all()]).toEqual([0, [2, 1, 1, 2, 1]])
  at(9 * day)
  await signIn('anna', { nextDevice: 'phone' })
  // The letter that failed could be tried again, and is known as one with a code for as long.
  expect([await tidy(), all()]).toEqual([4, [2, 0, 1, 2, 1]])
  expect(isSessionOpen({ raw: books.raw }, { session: `session ${challenges}`, client: 'anna', at: Date.now() })).toBe(
    true,
  )
  at(200 * day)
  expect([await tidy(), all()]).toEqual([2, [2, 0, 0, 2, 0]])
})

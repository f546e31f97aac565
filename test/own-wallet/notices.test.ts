/** Clients are told by e-mail of what they chose, once, together, and not too often. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WalletNotices } from '../../engine/contract/own-wallet.ts'
import { anyToTell, listNotices } from '../../engine/own-wallet/notices.ts'
import { type OpenBooks, openBooks, perform } from '../operations/open-books.ts'
import { writableByMail } from './mail-setting.ts'

let books: OpenBooks
const began = Date.parse('2026-03-02T01:00:00Z')
const minute = 60_000
let passed = 0
const pass = (minutes: number): void => {
  passed += minutes * minute
  vi.setSystemTime(began + passed)
}

beforeEach(async () => {
  books = await openBooks()
  vi.useFakeTimers({ toFake: ['Date'] })
  passed = 0
  pass(0)
  await writableByMail(books, 'anna')
})
afterEach(() => {
  vi.useRealTimers()
  books.close()
})

const nothing = { currency: 'USD', below: null, moneyIn: false, above: null } as const
const choose = (notices: Partial<WalletNotices>, client = 'anna') =>
  books.run('ownWallet.setNotices', { client, ...nothing, ...notices })
const deposit = (amount: number, client = 'anna') => perform(books, 'deposit', { client, amount })
const pay = (amount: number, client = 'anna') => perform(books, 'purchase', { client, amount })

/** Runs the job to its end; answers the news of each letter. */
async function tell(): Promise<readonly (readonly string[])[]> {
  const letters: number[] = []
  for (let more = true; more; ) {
    const piece = await books.run('ownWallet.tell', null)
    letters.push(...piece.letters)
    more = piece.more
  }
  const text = books.raw.prepare('SELECT text FROM message WHERE id = ?').pluck()
  return letters.map((id) => (text.get(id) as string).split('\n').filter((line) => line.startsWith('- ')))
}

it('tells of money that came in, of large payments and of a low balance, together in one letter', async () => {
  await choose({ moneyIn: true, above: 5_000, below: 2_000 })
  await deposit(10_000)
  await deposit(2_000)
  await pay(5_000)
  await pay(5_001)
  await pay(1_000)
  expect(await tell()).toEqual([
    [
      '- Money came in 2 times, USD 120.00 in all.',
      '- A payment was larger than you chose: USD 50.01.',
      '- Your balance is USD 9.99, below USD 20.00.',
    ],
  ])
  expect(await tell()).toEqual([])
  const [letter] = books.raw.prepare('SELECT address, subject, template, client_id FROM message').all()
  expect(letter).toEqual({
    address: 'anna@client.example',
    subject: 'News of your wallet',
    template: 'plain',
    client_id: 'anna',
  })
})

it('tells of a low balance once, until it was above again', async () => {
  await deposit(3_000)
  await choose({ below: 2_000 })
  await pay(1_500)
  expect(await tell()).toEqual([['- Your balance is USD 15.00, below USD 20.00.']])
  await pay(100)
  expect(await tell()).toEqual([])
  await deposit(5_000)
  expect(await tell()).toEqual([])
  await pay(6_000)
  expect(await tell()).toEqual([['- Your balance is USD 4.00, below USD 20.00.']])
})

it('says nothing of what was there before, nor what was not chosen', async () => {
  await deposit(500)
  await choose({ moneyIn: true, below: 2_000 })
  expect(await tell()).toEqual([])
  await choose({ above: 100_000 })
  await deposit(700)
  await pay(600)
  expect(await tell()).toEqual([])
  await choose({})
  await deposit(100)
  expect(anyToTell({ raw: books.raw }, { at: began + passed })).toBe(false)
  expect(listNotices({ raw: books.raw }, { client: 'anna' })).toEqual([nothing])
})

it('writes five letters a day at most, and then of everything that came since', async () => {
  await choose({ moneyIn: true })
  for (let i = 0; i < 5; i += 1) {
    await deposit(100)
    expect(await tell()).toHaveLength(1)
    pass(10)
  }
  await deposit(100)
  expect(await tell()).toEqual([])
  // Nobody looks again until there is room.
  expect(anyToTell({ raw: books.raw }, { at: began + passed })).toBe(false)
  await deposit(200)
  pass(24 * 60)
  expect(await tell()).toEqual([['- Money came in 2 times, USD 3.00 in all.']])
})

it('writes in the client’s language, and to nobody who can’t be written to', async () => {
  await books.run('ownWallet.setLanguage', { client: 'anna', language: 'zh-HK' })
  await books.run('wallets.open', { client: 'mute' }, 'ana')
  await choose({ moneyIn: true })
  await choose({ moneyIn: true }, 'mute')
  await deposit(100)
  await deposit(100, 'mute')
  expect(await tell()).toEqual([['- 款項存入：USD 1.00。']])
  expect(await tell()).toEqual([])
})

it('knows no wallet that the client does not have', async () => {
  expect(await choose({ currency: 'EUR', moneyIn: true })).toEqual({ status: 'not_found' })
  expect(await choose({ moneyIn: true }, 'nobody')).toEqual({ status: 'not_found' })
})

type Step = 'in' | 'out' | 'tell'

it('tells of every posting exactly once, however the runs of the job fall between them', async () => {
  await choose({ moneyIn: true })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom<Step>('in', 'out', 'tell'), { maxLength: 12 }), async (steps) => {
      await tell()
      let [came, told] = [0, 0]
      const run = async (): Promise<void> => {
        // A day later there is room for letters again.
        pass(24 * 60)
        for (const [line = ''] of await tell()) told += Number(/USD (\d+\.\d\d)/.exec(line)?.[1]?.replace('.', '') ?? 0)
      }
      for (const step of steps) {
        if (step === 'tell') await run()
        else if (step === 'in') {
          came += 101
          await deposit(101)
        } else await pay(1)
      }
      await run()
      await run()
      expect(told).toBe(came)
    }),
    { numRuns: 25 },
  )
})

/** What a receipt says of a transaction, and that no byte of it can be changed unnoticed. */
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ReceiptFacts } from '../../engine/contract/receipts.ts'
import { drawReceipt } from '../../engine/receipts/draw.ts'
import { readReceipt, signReceipt } from '../../engine/receipts/signature.ts'
import { isOwnSigner, receiptNow } from '../../engine/receipts/standing.ts'
import { type OpenBooks, openBooks, perform } from '../operations/open-books.ts'
import { textOf } from '../pdf/text-of.ts'
import { approve, takeRows } from '../periods/days.ts'
import { receiptOf, written } from './made.ts'

let books: OpenBooks
const day = '2026-03-03'

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${day}T08:00:00Z`) })
  books = await openBooks()
  await takeRows(books, [
    { day, client: '陳大文', amount: 123_456 },
    { day, client: 'anna', amount: 5_000 },
    { day, client: 'anna', type: 'Payment', amount: 700 },
  ])
})
afterAll(() => {
  books.close()
  vi.useRealTimers()
})

async function operation(...asked: Parameters<typeof perform> extends [OpenBooks, ...infer R] ? R : never) {
  const outcome = await perform(books, ...asked)
  if (!('answer' in outcome)) throw new Error(outcome.status)
  return (outcome.answer as { transaction: number }).transaction
}

describe('a receipt', () => {
  it('says what happened, to whom, when and where, in the language that is asked for', async () => {
    const en = textOf((await written(books, { transaction: 1 })).bytes)
    for (const said of [
      'Test',
      'Top-up  USD 1,234.56',
      'Confirmed',
      '陳大文',
      '2026-03-03 12:00:00 (Asia/Hong_Kong)',
      'Seven Corner',
      'Central',
      'tx-1',
      'Open https://pay.example/verify and choose this file.',
    ])
      expect(en).toContain(said)
    const hk = textOf((await written(books, { transaction: 1, language: 'zh-HK' })).bytes)
    for (const said of ['增值  USD 1,234.56', '已確認', '營業日', 'https://pay.example/verify', '並選擇此檔案'])
      expect(hk).toContain(said)
    expect(hk).not.toContain('\u{FFFD}')
  })

  it('holds its facts beside what is drawn, and is the same to the last byte when it is made again', async () => {
    const made = await written(books, { transaction: 3 })
    expect(readReceipt(made.bytes)).toMatchObject({ status: 'signed', facts: made.facts })
    expect(made.facts).toMatchObject({
      client: 'anna',
      transaction: 3,
      kind: 'Payment',
      amount: -700,
      currency: 'USD',
      digits: 2,
      businessDay: day,
      producer: 'Seven Corner',
      place: 'Central',
      state: 'confirmed',
      undone: 'none',
      undoneAmount: 0,
    })
    expect(made.facts.receipt).toMatch(/^[0-9A-F]{8}-3-D$/)
    const again = await written(books, { transaction: 3 })
    expect(Buffer.from(again.bytes).equals(made.bytes)).toBe(true)
    const text = Buffer.from(made.bytes).toString('latin1')
    expect([text.startsWith('%PDF-'), text.endsWith('\n%%EOF\n'), text.split('%%EOF').length]).toEqual([true, true, 2])
  })

  it('is for a client who has a part in the transaction, and for nobody else', async () => {
    const none = { status: 'not_found' }
    expect(await receiptOf(books, { transaction: 1, client: 'anna' })).toEqual(none)
    expect(await receiptOf(books, { transaction: 99, client: 'anna' })).toEqual(none)
    expect(await receiptOf(books, { transaction: 1, client: 'nobody' })).toEqual(none)
  })

  it('of a transfer is for one of the two, and says nothing of the other', async () => {
    const transfer = await operation('transfer', { from: 'anna', to: '陳大文', amount: 300 })
    expect(await receiptOf(books, { transaction: transfer })).toEqual({
      status: 'client_needed',
      clients: ['anna', '陳大文'],
    })
    const sent = await written(books, { transaction: transfer, client: 'anna' })
    const got = await written(books, { transaction: transfer, client: '陳大文' })
    expect([sent.facts.amount, got.facts.amount]).toEqual([-300, 300])
    expect(sent.facts.receipt).not.toBe(got.facts.receipt)
    expect(textOf(sent.bytes)).toContain('Transfer to another client')
    expect(textOf(got.bytes)).toContain('Transfer from another client')
    expect(textOf(sent.bytes) + JSON.stringify(sent.facts)).not.toContain('陳大文')
    expect(textOf(got.bytes) + JSON.stringify(got.facts)).not.toContain('anna')
  })

  it('of a withdrawal that is not paid out yet is in process', async () => {
    const withdrawal = await operation('withdrawal', { client: 'anna', amount: 100 })
    const { facts, bytes } = await written(books, { transaction: withdrawal })
    expect(facts.state).toBe('in_process')
    expect(textOf(bytes)).toContain('In process')
    // That it is paid out belongs to it, and takes nothing back.
    await operation('payout', { of: withdrawal })
    expect(receiptNow(books, facts)).toMatchObject({ standing: 'stands', undoneBy: [] })
  })

  it('tells, when it is checked, what was refunded of it since, in part and in full', async () => {
    const purchase = await operation('purchase', { client: 'anna', producer: 7, amount: 400, orderId: 'o-1' })
    const { facts } = await written(books, { transaction: purchase })
    expect(receiptNow(books, facts)).toEqual({ standing: 'stands', state: 'confirmed', undoneBy: [] })
    const refund = await operation('refund', { of: purchase, amount: 150 })
    expect(receiptNow(books, facts)).toMatchObject({
      standing: 'partly_undone',
      undoneBy: [{ transaction: refund, kind: 'refund', amount: 150 }],
    })
    await operation('refund', { of: purchase, amount: 250 })
    expect(receiptNow(books, facts).standing).toBe('undone')
    const anew = await written(books, { transaction: purchase })
    expect(anew.facts).toMatchObject({ undone: 'whole', undoneAmount: 400 })
    expect(textOf(anew.bytes)).toContain('Reversed or refunded in full: USD 4.00.')
  })

  it('stands again when what took it back was itself reversed', async () => {
    const purchase = await operation('purchase', { client: 'anna', producer: 7, amount: 200, orderId: 'o-2' })
    const { facts } = await written(books, { transaction: purchase })
    const refund = await operation('refund', { of: purchase })
    expect(receiptNow(books, facts).standing).toBe('undone')
    const change = { kind: 'reversal', of: refund } as const
    const asked = { change, reason: 'by mistake', key: 'back', initiator: books.as('ben') }
    const proposed = await books.run('proposals.propose', asked, 'ben')
    if (!('answer' in proposed)) throw new Error(proposed.status)
    await approve(books, proposed.answer.proposal)
    expect(receiptNow(books, facts)).toEqual({ standing: 'stands', state: 'confirmed', undoneBy: [] })
  })

  it('is not in the books when another transaction has its number by now', async () => {
    const { facts } = await written(books, { transaction: 1 })
    const gone = { standing: 'not_in_books', state: null, undoneBy: [] }
    expect(receiptNow(books, { ...facts, amount: facts.amount + 1 })).toEqual(gone)
    expect(receiptNow(books, { ...facts, txId: 'other' })).toEqual(gone)
    expect(receiptNow(books, { ...facts, transaction: 9_999 })).toEqual(gone)
  })
})

describe('a receipt that somebody changed', () => {
  let file: Buffer
  beforeAll(async () => {
    file = Buffer.from((await written(books, { transaction: 1 })).bytes)
  })

  it('is noticed wherever one bit of it is another', () => {
    const tail = file.lastIndexOf('%countinghouse-receipt')
    const places = Array.from(file.keys())
    const unnoticed = (bit: (at: number) => number, from: number) =>
      places.slice(from).filter((at) => statusOf(flipped(file, at, bit(at))) === 'signed')
    expect(unnoticed((at) => at % 8, 0)).toEqual([])
    // Letters of another case read alike to some.
    expect(unnoticed(() => 5, tail)).toEqual([])
    // Where it is drawn it is still known whose it says to be.
    expect(statusOf(flipped(file, 0, 0))).toBe('changed')
    expect(statusOf(flipped(file, tail - 1, 0))).toBe('changed')
  })

  it('is noticed when anything is put in, taken out, or put behind it', () => {
    const position = fc.nat({ max: file.length })
    const put = fc.uint8Array({ minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(position, put, (at, bytes) => {
        expect(statusOf(Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]))).not.toBe('signed')
      }),
      { numRuns: 200 },
    )
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 60 }), (at, count) => {
        if (at === file.length) return
        expect(statusOf(Buffer.concat([file.subarray(0, at), file.subarray(at + count)]))).not.toBe('signed')
      }),
      { numRuns: 200 },
    )
    // What readers of PDF files take for a later version of it.
    expect(statusOf(Buffer.concat([file, Buffer.from('1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n')]))).toBe('changed')
    expect(statusOf(Buffer.concat([file, file]))).toBe('changed')
    expect(statusOf(Buffer.alloc(0))).toBe('no_receipt')
  })

  it('is noticed when its facts are those of another receipt', async () => {
    const other = Buffer.from((await written(books, { transaction: 2 })).bytes)
    const parts = [file, other].map((each) => {
      const at = each.lastIndexOf('%countinghouse-receipt')
      return [each.subarray(0, at), each.subarray(at)] as const
    })
    const [ours, theirs] = parts
    expect(statusOf(Buffer.concat([ours?.[0] ?? file, theirs?.[1] ?? file]))).toBe('changed')
  })

  it('and signed anew with another key is not ours', async () => {
    const { facts } = await written(books, { transaction: 1 })
    const forged: ReceiptFacts = { ...facts, amount: facts.amount * 10 }
    const { privateKey } = generateKeyPairSync('ed25519')
    const drawn = await drawReceipt(forged, { fingerprint: 'x', address: null })
    const read = readReceipt(signReceipt(drawn, forged, privateKey))
    if (read.status !== 'signed') throw new Error(read.status)
    expect(read.facts.amount).toBe(facts.amount * 10)
    expect(isOwnSigner(books, read)).toBe(false)
    const genuine = readReceipt(file)
    expect(genuine.status === 'signed' && isOwnSigner(books, genuine)).toBe(true)
  })
})

const statusOf = (file: Uint8Array): string => readReceipt(file).status

function flipped(file: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(file)
  copy[at] = (copy[at] ?? 0) ^ (1 << bit)
  return copy
}

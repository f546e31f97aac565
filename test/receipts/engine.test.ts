/** Receipts as people take them and have them checked: through the contract, on the public page, and on the command line. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { receiptBytesMax } from '../../engine/contract/receipts.ts'
import { type Host, startHost } from '../../engine/host/host.ts'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { makeFolder, refusalOf, removeFolder } from '../workspace-fixture.ts'

const users = [
  { name: 'ana', roles: ['analyst'] },
  { name: 'eve', roles: ['executive'] },
] as const

let books: Books
let other: Books
let ana: EngineClient
let host: Host

const open = async (): Promise<Books> => {
  const opened = await openBooks({}, users)
  opened.drop('day.csv', csvOf([1, 2, 3].map((at) => ({ client: `C${at}`, tx: `T-${at}`, amount: at * 1_000 }))))
  await opened.drain()
  return opened
}

beforeAll(async () => {
  books = await open()
  other = await open()
  ana = await books.as('ana')
  host = await startHost({ engine: books.engine })
}, 60_000)
afterAll(async () => {
  await host.close()
  await books.close()
  await other.close()
})

const bytesOf = async (file: File): Promise<Buffer> => buffer(file.stream() as ReadableStream)
const receipt = async (client: EngineClient, transaction: number): Promise<Buffer> =>
  bytesOf(await client.receipts.make({ transaction }))
const checked = (client: EngineClient, file: Buffer) => client.receipts.verify({ base64: file.toString('base64') })

function changed(file: Buffer): Buffer {
  const copy = Buffer.from(file)
  copy[200] = (copy[200] ?? 0) ^ 1
  return copy
}

describe('through the contract', () => {
  it('is made for whoever reads the ledger, written down before it leaves, and checked by whoever is signed in', async () => {
    const file = await ana.receipts.make({ transaction: 1, language: 'zh-HK' })
    expect([file.name, file.type]).toEqual([expect.stringMatching(/^receipt-[0-9A-F]{8}-1-C\.pdf$/), 'application/pdf'])
    const eve = await books.as('eve')
    expect((await refusalOf(eve.receipts.make({ transaction: 1 }))).code).toBe('not_permitted')
    const verdict = await checked(eve, await bytesOf(file))
    expect(verdict).toMatchObject({
      verdict: 'genuine',
      facts: { house: 'Test', client: 'C1', transaction: 1, amount: 1_000, txId: 'T-1', language: 'zh-HK' },
      now: { standing: 'stands', state: 'confirmed', undoneBy: [] },
    })
    const { fingerprint } = await books.client.closePacks.key()
    expect(verdict).toMatchObject({ fingerprint })
    const [noted] = (await books.client.audit.list({ subject: 'transaction:1' })).items
    expect(noted).toMatchObject({ actor: 'ana', action: 'receipts.made', outcome: 'done', detail: { client: 'C1' } })
  })

  it('does not tell a transaction that is not there from one in which the client has no part', async () => {
    const asked = [{ transaction: 999 }, { transaction: 1, client: 'C2' }, { transaction: 1, client: 'none' }]
    for (const each of asked)
      expect(await refusalOf(ana.receipts.make(each))).toMatchObject({
        code: 'not_found',
        data: { noun: 'transaction' },
      })
  })

  it('tells what was changed, and what is from another house', async () => {
    const file = await receipt(ana, 2)
    expect(await checked(ana, changed(file))).toEqual({ verdict: 'changed' })
    expect(await checked(ana, await receipt(other.client, 2))).toEqual({ verdict: 'not_ours' })
    expect(await checked(ana, changed(await receipt(other.client, 2)))).toEqual({ verdict: 'not_ours' })
    expect(await checked(ana, Buffer.from('%PDF-1.3'))).toEqual({ verdict: 'not_ours' })
    const large = { base64: Buffer.alloc(receiptBytesMax + 3).toString('base64') }
    expect((await refusalOf(ana.receipts.verify(large))).code).toBe('bad_input')
  })

  it('tells of one that was charged back since', async () => {
    const file = await receipt(ana, 3)
    const asked = { of: 3, amount: 3_000, key: 'back-1', reason: 'disputed' }
    await ana.operations.chargeBack(asked)
    expect(await checked(ana, file)).toMatchObject({
      verdict: 'genuine',
      facts: { undone: 'none' },
      now: { standing: 'undone', undoneBy: [{ kind: 'chargeback', amount: 3_000 }] },
    })
  })
})

describe('on the public page', () => {
  const page = `/verify`
  const post = async (file: Buffer | null, headers: Record<string, string> = {}) => {
    const form = new FormData()
    if (file !== null) form.set('receipt', new File([new Uint8Array(file)], 'receipt.pdf', { type: 'application/pdf' }))
    const answer = await fetch(`${host.url}${page}`, { method: 'POST', body: form, headers })
    return { status: answer.status, text: await answer.text() }
  }

  it('shows a form that loads nothing and runs nothing', async () => {
    const answer = await fetch(`${host.url}${page}`)
    const text = await answer.text()
    expect([answer.status, text]).toEqual([200, expect.stringContaining('核對收據')])
    expect(text).toContain('<form method="post" action="/verify" enctype="multipart/form-data">')
    expect(text).not.toMatch(/<script|https?:\/\//)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
      'referrer-policy': 'same-origin',
    })
  })

  it('says in both languages what a receipt is, and nothing that is not in it but how it stands', async () => {
    const genuine = await post(await receipt(ana, 1))
    expect(genuine.status).toBe(200)
    for (const said of ['This receipt is genuine', '此收據真確', 'USD 10.00', 'still stands'])
      expect(genuine.text).toContain(said)
    const undone = await post(await receipt(ana, 3))
    expect(undone.text).toContain('reversed or refunded in full')
    // Who did it, and by which transaction, is not for whoever holds a file.
    expect(undone.text).not.toMatch(/chargeback|disputed|transaction [0-9]|ana/)
    expect((await post(changed(await receipt(ana, 1)))).text).toContain('This receipt was changed')
    const strange = await post(await receipt(other.client, 1))
    expect(strange.text).toContain('This receipt is not from here')
    // Of what is not genuine nothing at all is said.
    for (const { text } of [await post(changed(await receipt(ana, 1))), strange])
      expect(text).not.toMatch(/USD|Receipt number|still stands/)
  })

  it('takes no other form, nothing that is too large, and nothing from another site', async () => {
    expect((await post(null)).status).toBe(400)
    expect((await post(Buffer.alloc(0))).status).toBe(400)
    expect((await post(Buffer.alloc(receiptBytesMax + 8 * 2 ** 10))).status).toBe(413)
    const json = await fetch(`${host.url}${page}`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect([json.status, await json.text()]).toEqual([400, expect.stringContaining('No file was chosen')])
    const torn = await fetch(`${host.url}${page}`, {
      method: 'POST',
      body: '--x\r\nnothing',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    expect(torn.status).toBe(400)
    expect((await post(await receipt(ana, 1), { origin: 'https://elsewhere.example' })).status).toBe(403)
  })

  it('answers one address only so often a minute', async () => {
    const tries = await Promise.all(Array.from({ length: 40 }, () => fetch(`${host.url}${page}`)))
    expect(tries.some(({ status }) => status === 429)).toBe(true)
  })
})

it('still verifies after the keys were replaced, and so does a new one', async () => {
  const before = await receipt(ana, 1)
  await books.client.keys.rotate()
  const after = await receipt(await books.as('ana'), 1)
  const verdicts = [await checked(await books.as('ana'), before), await checked(await books.as('ana'), after)]
  expect(verdicts).toMatchObject([
    { verdict: 'genuine', facts: { generation: 1 } },
    { verdict: 'genuine', facts: { generation: 2 } },
  ])
  const [one, two] = verdicts.map((verdict) => (verdict.verdict === 'genuine' ? verdict.fingerprint : null))
  expect(one).not.toBe(two)
})

it('is made and checked on the command line, with and without the workspace', async () => {
  const folder = makeFolder()
  const [good, bad, strange] = ['good.pdf', 'bad.pdf', 'strange.pdf'].map((name) => path.join(folder, name))
  if (good === undefined || bad === undefined || strange === undefined) throw new Error('no names')
  writeFileSync(strange, await receipt(other.client, 1))
  await other.engine.close()
  const made = await documentOf(other.directory, ['receipts', 'make', '2', '--out', good, '--language', 'zh-HK'])
  expect(made).toMatchObject({ exit: 0, document: { file: good } })
  const key = (await documentOf(other.directory, ['close-pack', 'key'])).document.fingerprint as string
  writeFileSync(bad, changed(readFileSync(good)))
  const verify = (file: string, ...more: string[]) => documentOf('/nowhere', ['receipts', 'verify', file, ...more])
  expect(await verify(good)).toMatchObject({ exit: 0, document: { verdict: 'signed', facts: { client: 'C2' } } })
  expect(await verify(good, '--key', key.replaceAll(' ', ''))).toMatchObject({ exit: 0 })
  expect(await verify(good, '--key', 'abcd')).toMatchObject({ exit: 1, document: { verdict: 'other_key' } })
  expect(await verify(bad)).toMatchObject({ exit: 1, document: { verdict: 'changed' } })
  expect(await verify(path.join(folder, 'none.pdf'))).toMatchObject({ exit: 1 })
  const said = await runHere(other.directory, ['receipts', 'verify', good, '--books'])
  expect([said.exit, said.out]).toEqual([0, expect.stringContaining('is genuine: signed here')])
  expect(said.out).toContain('Its transaction stands')
  const changedSaid = await runHere(other.directory, ['receipts', 'verify', bad, '--books'])
  expect([changedSaid.exit, changedSaid.out]).toEqual([1, expect.stringContaining('was CHANGED')])
  removeFolder(folder)
}, 30_000)

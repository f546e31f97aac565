/** Packs as clients have them made: asked for, made in the background, written down, handed out, and never half of one. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { verifyPack } from '../../engine/close-pack/verify/verify-pack.ts'
import type { ClosePack } from '../../engine/contract/close-packs.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { pause, start } from '../faults/processes.ts'
import { type Books, csvOf, openBooks, recentDay } from '../ingest/drop.ts'
import { makeFolder, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'
import { putZip } from './made.ts'

const users = [
  { name: 'ben', roles: ['approver'] },
  { name: 'eve', roles: ['executive'] },
  { name: 'olga', roles: ['auditor'] },
] as const

let books: Books
beforeEach(async () => {
  books = await openBooks({}, users)
  const rows = [1, 2, 3].map((at) => ({ client: `C${at}`, tx: String(at), amount: at * 100 }))
  books.drop('day.csv', csvOf(rows))
  await books.drain()
})
afterEach(() => books.close())

async function made(client: EngineClient, days: Readonly<{ from: string; to: string; includeClients?: boolean }>) {
  const { id } = await client.closePacks.make(days)
  let pack: ClosePack | undefined
  await vi.waitFor(
    async () => {
      pack = await client.closePacks.get({ id })
      expect(pack.state).not.toBe('asked')
    },
    { timeout: 20_000 },
  )
  return pack as ClosePack
}

/** It comes as a stream, as the transports take it. */
const bytesOf = async (file: File): Promise<Buffer> => buffer(file.stream() as ReadableStream)

const yesterday = { from: recentDay, to: recentDay }

it('is made for an approver, listed for an executive, taken by an auditor, and each of it is in the audit log before it leaves', async () => {
  const [ben, eve, olga] = [await books.as('ben'), await books.as('eve'), await books.as('olga')]
  const pack = await made(ben, { ...yesterday, includeClients: true })
  const { fingerprint } = await eve.closePacks.key()
  expect(pack).toMatchObject({
    state: 'made',
    askedBy: 'ben',
    isClosed: false,
    proves: 'nothing_to_prove',
    fingerprint,
    progress: null,
  })
  expect((await eve.closePacks.list({})).items).toEqual([pack])
  // Clients and what people wrote are in it, which an executive reads nowhere else.
  for (const taking of [eve.closePacks.download({ id: pack.id }), eve.closePacks.downloadPart({ id: pack.id })])
    expect((await refusalOf(taking)).code).toBe('not_permitted')
  const file = await olga.closePacks.download({ id: pack.id })
  expect([file.name, file.size]).toEqual([pack.name, pack.bytes])
  const zip = await bytesOf(file)
  const folder = makeFolder()
  expect(await verifyPack(putZip(folder, zip), { key: fingerprint })).toMatchObject({
    isSound: true,
    pack: { madeBy: 'ben', fingerprint },
  })
  removeFolder(folder)
  const noted = (await books.client.audit.list({ subject: `close-pack:${pack.id}` })).items
  expect(noted.map(({ actor, action, outcome }) => [actor, action, outcome])).toEqual([
    ['olga', 'close_pack.downloaded', 'begun'],
    ['ben', 'close_pack.made', 'done'],
    ['ben', 'close_pack.ask', 'asked'],
  ])
  expect(noted[1]?.detail).toMatchObject({ sha256: pack.sha256, bytes: pack.bytes })
})

it('lies in the archive encrypted, and stays there when what nobody knows of is cleared away', async () => {
  const pack = await made(books.client, yesterday)
  const folder = path.join(books.engine.layout.archive, 'close-packs')
  writeFileSync(path.join(folder, 'left-behind.cha.partial'), 'x')
  const { intake } = await books.engine.opened()
  await intake.removeOrphans()
  expect(readdirSync(folder)).toEqual([`${pack.id}-${recentDay}-${recentDay}.cha`])
  expect((await books.client.closePacks.download({ id: pack.id })).size).toBe(pack.bytes)
})

it('comes in parts that are the whole of it', async () => {
  const pack = await made(books.client, yesterday)
  const whole = await bytesOf(await books.client.closePacks.download({ id: pack.id }))
  const part = await books.client.closePacks.downloadPart({ id: pack.id })
  expect([Buffer.from(part.base64, 'base64').equals(whole), part.bytes, part.next]).toEqual([true, pack.bytes, null])
})

it('is refused for days that have not begun, that are reversed, and for too many', async () => {
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const asked = (from: string, to: string) => refusalOf(books.client.closePacks.make({ from, to }))
  expect((await asked(recentDay, tomorrow)).code).toBe('days_in_future')
  expect((await asked(recentDay, '2020-01-01')).code).toBe('days_reversed')
  expect(await asked('2020-01-01', '2020-12-31')).toEqual({
    code: 'days_too_many',
    data: { days: 366, daysMax: 92 },
  })
  expect((await books.client.closePacks.list({})).items).toEqual([])
  expect((await refusalOf(books.client.closePacks.download({ id: 1 }))).code).toBe('not_found')
})

it('is of one snapshot: what is posted while it is made is in all of it or in none', async () => {
  const asking = books.client.closePacks.make({ ...yesterday, includeClients: true })
  books.drop('more.csv', csvOf([{ client: 'C9', tx: '9', amount: 5 }]))
  await books.drain()
  const { id } = await asking
  await vi.waitFor(async () => expect((await books.client.closePacks.get({ id })).state).toBe('made'), {
    timeout: 20_000,
  })
  const zip = await bytesOf(await books.client.closePacks.download({ id }))
  const folder = makeFolder()
  // Balances, wallets, proofs and counts would differ from each other.
  expect(await verifyPack(putZip(folder, zip))).toMatchObject({ isSound: true, problems: [] })
  removeFolder(folder)
})

it('that can not be written is told, and leaves nothing under its name', async () => {
  const folder = path.join(books.engine.layout.archive, 'close-packs')
  // No folder can be made where a file is.
  writeFileSync(folder, '')
  const pack = await made(books.client, yesterday)
  expect(pack).toMatchObject({ state: 'failed', bytes: null, sha256: null })
  expect(pack.problem).toMatch(/^(internal|workspace_unwritable)$/)
  expect((await refusalOf(books.client.closePacks.download({ id: pack.id }))).code).toBe('not_found')
})

it('was asked for when the engine was killed: none is half under its name, and the next start makes it', async () => {
  const { directory } = books
  await books.engine.close()
  const random = new SeededRandom(Number(process.env.PACK_KILLS_SEED ?? 28))
  for (let kill = 0; kill < 4; kill += 1) {
    const child = start('pack-forever', [directory])
    await child.says()
    await pause(random.below(700))
    await child.kill()
  }
  const opened = await openTestEngine(directory, { background: true })
  const client = await opened.as('admin')
  await vi.waitFor(
    async () => {
      const { items } = await client.closePacks.list({})
      expect(items.length).toBeGreaterThan(0)
      expect(items.filter(({ state }) => state !== 'made')).toEqual([])
    },
    { timeout: 30_000, interval: 200 },
  )
  const { items } = await client.closePacks.list({})
  const folder = makeFolder()
  for (const { id } of items) {
    const zip = await bytesOf(await client.closePacks.download({ id }))
    expect(await verifyPack(putZip(folder, zip))).toMatchObject({ isSound: true })
  }
  removeFolder(folder)
  const names = readdirSync(path.join(opened.engine.layout.archive, 'close-packs'))
  expect(names.toSorted()).toEqual(items.map(({ id, from, to }) => `${id}-${from}-${to}.cha`).toSorted())
  await opened.engine.close()
}, 90_000)

it('is made, listed and checked on the command line, the check without any workspace', async () => {
  const { directory } = books
  await books.engine.close()
  const folder = makeFolder()
  const out = path.join(folder, 'pack.zip')
  const cli = (...args: string[]) => documentOf(directory, args, { user: 'ben' })
  const pack = await cli('close-pack', 'make', '--from', recentDay, '--include-clients', '--out', out)
  expect(pack).toMatchObject({ exit: 0, document: { state: 'made', from: recentDay, to: recentDay } })
  expect((await cli('close-pack', 'list')).document).toMatchObject({ items: [{ id: 1, state: 'made' }] })
  const { document: key } = await cli('close-pack', 'key')
  const nowhere = path.join(folder, 'nothing')
  const check = (...args: string[]) => documentOf(nowhere, ['close-pack', 'verify', ...args])
  const fingerprint = String(key.fingerprint)
  expect(await check(out, '--key', fingerprint)).toMatchObject({ exit: 0, document: { isSound: true, problems: [] } })
  expect(await check(out, '--key', '0000')).toMatchObject({
    exit: 1,
    document: { isSound: false, problems: [{ code: 'key_differs', fingerprint, expected: '0000' }] },
  })
  const anchor = path.join(folder, 'anchor.json')
  expect((await runHere(directory, ['audit', 'anchor', '--to', anchor])).exit).toBe(0)
  expect(await check(out, '--anchor', anchor)).toMatchObject({ exit: 0, document: { isSound: true } })
  const said = await runHere(nowhere, ['close-pack', 'verify', out])
  expect(said.out).toContain('is sound: every byte is as it was signed')
  expect(said.out).toContain(fingerprint)
  expect((await runHere(nowhere, ['close-pack', 'verify', path.join(folder, 'none.zip')])).exit).toBe(1)
  expect((await runHere(nowhere, ['close-pack', 'verify'])).exit).toBe(2)
  expect((await runHere(nowhere, ['close-pack', 'verify', out, '--key', 'a', '--anchor', 'b'])).exit).toBe(2)
  expect(existsSync(nowhere)).toBe(false)
  removeFolder(folder)
})

it('asked for again joins the one that waits, and not the one that is being made from what was read before', async () => {
  const { store } = await books.engine.opened()
  const wish = { ...yesterday, includeClients: false }
  const ask = async (begun: number | null): Promise<number> => {
    const asked = await store.write('closePacks.ask', { ...wish, begun }, 'ben')
    return asked.status === 'asked' ? asked.id : 0
  }
  const first = await ask(null)
  expect(await ask(null)).toBe(first)
  const second = await ask(first)
  expect(second).toBe(first + 1)
  expect(await ask(first)).toBe(second)
  const { packs } = await books.engine.opened()
  const seen = new Set<number | null>()
  const making = packs.wake()
  const looking = setInterval(() => seen.add(packs.begun), 1)
  await making
  clearInterval(looking)
  expect([seen.has(first), seen.has(second), packs.begun]).toEqual([true, true, null])
})

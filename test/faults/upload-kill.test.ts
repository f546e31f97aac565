/**
 * kill -9 of the host while a file is sent to it: nothing half is ever read, nothing is left, and the sender, who got no
 * answer and sends it again, finds it posted once. `UPLOAD_KILLS` says how often, `UPLOAD_KILLS_SEED` when.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { beginUpload } from '../callers/half-upload.ts'
import { callerOf, openCallers, type Program } from '../callers/open-callers.ts'
import { csvOf, forSmallFiles } from '../ingest/drop.ts'
import { openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { type HostProgram, startHostProgram } from './host-program.ts'
import { pause } from './processes.ts'

const kills = Number(process.env.UPLOAD_KILLS ?? 3)
const seed = Number(process.env.UPLOAD_KILLS_SEED ?? Date.now() % 1_000_000)
const about = `UPLOAD_KILLS_SEED=${seed}`

let directory: string
let folder: string
let key: string
let host: HostProgram
beforeEach(async () => {
  const open = await openCallers()
  await open.admin.producers.add({ id: 8, code: 'eight', name: 'Eight Bells', agreement: forSmallFiles })
  ;({ key } = await open.program({ scopes: ['batches.send'], producer: 8, callsPerMinute: 1_000 }))
  directory = open.directory
  folder = path.join(layoutOf(directory).drop, 'eight')
  await open.leave()
  host = await startHostProgram(directory)
})
afterEach(async () => {
  await host.kill()
  removeFolder(directory)
})

const shop = (): Program['call'] => callerOf(host, key)
const rowsOf = (name: string, rows: number): string =>
  csvOf(
    Array.from({ length: rows }, (_, n) => ({ producer: 8, client: `C${n % 50}`, tx: `${name}-${n}`, amount: 100 })),
  )

async function restart(): Promise<void> {
  await host.kill()
  host = await startHostProgram(directory)
}

async function put(name: string, content: string): Promise<unknown> {
  const answer = await fetch(`${host.url}/api/producer/files/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: content,
  })
  return { status: answer.status, ...((await answer.json()) as object) }
}

type Told = Readonly<{ file: string; state: string; posted: number }>
async function batches(): Promise<readonly Told[]> {
  const items = (await shop()('GET', '/producer/batches?limit=100')).body.items as readonly Told[]
  // One that was killed before its marker was written comes to rest first, so a later one may be taken before it.
  return items
    .map(({ file, state, posted }) => ({ file, state, posted }))
    .toSorted((one, other) => (one.file < other.file ? -1 : 1))
}

it('removes the half of a file at the next start, and takes the whole of it when it is sent again', async () => {
  const content = rowsOf('a', 3_000)
  const half = content.length >> 1
  const upload = await beginUpload({ url: host.url, key, name: 'a.csv', bytes: content.length })
  upload.send(content.slice(0, half))
  await expect.poll(() => sizesIn(folder)).toEqual([[expect.stringMatching(/^\..+\.part$/), half]])
  await restart()
  expect(await upload.answer).toBe(null)
  expect(readdirSync(folder)).toEqual([])
  expect(await put('a.csv', content)).toMatchObject({ status: 201, repeated: false })
  await expect
    .poll(batches, { timeout: 20_000, interval: 200 })
    .toEqual([{ file: 'a.csv', state: 'posted', posted: 3_000 }])
  expect(await put('a.csv', content)).toMatchObject({ status: 201, repeated: true })
  expect(await batches()).toHaveLength(1)
}, 60_000)

it(`posts each file once, whenever the host is killed (${kills} times)`, async () => {
  const random = new SeededRandom(seed)
  const rows = 10_000
  const names = Array.from({ length: kills }, (_, n) => `${String(n).padStart(3, '0')}.csv`)
  for (const name of names) {
    const content = rowsOf(name, rows)
    const lost = put(name, content).catch(() => null)
    await pause(random.below(80))
    await host.kill()
    await lost
    // What is not hidden is whole: the next start may read it.
    const shown = readdirSync(folder).filter((each) => !each.startsWith('.') && !each.endsWith('.done'))
    for (const each of shown)
      expect(readFileSync(path.join(folder, each), 'utf8') === rowsOf(each, rows), about).toBe(true)
    host = await startHostProgram(directory)
    expect(await put(name, content), about).toMatchObject({ status: 201 })
  }
  const expected = names.map((file) => ({ file, state: 'posted', posted: rows }))
  await expect.poll(batches, { timeout: 60_000, interval: 200, message: about }).toEqual(expected)
  await expect.poll(() => readdirSync(folder), { timeout: 20_000, message: about }).toEqual([])
  await host.kill()
  const { engine, as } = await openTestEngine(directory)
  expect(await (await as('admin')).workspace.check({ deep: true })).toMatchObject({
    consistent: true,
    postings: rows * kills,
  })
  await engine.close()
}, 180_000)

const sizesIn = (inside: string): readonly (readonly [string, number])[] =>
  readdirSync(inside).map((name) => [name, statSync(path.join(inside, name)).size])

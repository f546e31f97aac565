/** The package for other programs: made from the contract, it is what a program of somebody else calls with its key. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { type OpenCallers, openCallers, type Program } from '../callers/open-callers.ts'
import { makeFolder, refusalOf, removeFolder } from '../workspace-fixture.ts'

const root = path.resolve(import.meta.dirname, '../..')
let folder: string
let open: OpenCallers
let shop: Program
let client: EngineClient

beforeAll(async () => {
  folder = path.join(makeFolder(), 'client')
  execFileSync(process.execPath, ['scripts/client.ts', folder], { cwd: root, stdio: 'pipe' })
  // What installing the package would bring.
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  open = await openCallers()
  shop = await open.program({ scopes: ['ledger.operate', 'ledger.read', 'producers.read'], aloneUpTo: 50_000 })
  await open.analyst.wallets.open({ client: 'C 1/é' })
  const made = (await import(path.join(folder, 'rest-client.js'))) as {
    restClient: (options: { url: string; key: string }) => EngineClient
  }
  client = made.restClient({ url: open.host.url, key: shop.key })
})
afterAll(async () => {
  await open.close()
  removeFolder(path.dirname(folder))
})

it('holds types and nothing of the engine, and names what it needs', () => {
  for (const file of ['rest-client.d.ts', 'contract.d.ts', 'README.md'])
    expect(existsSync(path.join(folder, file))).toBe(true)
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string | undefined>
  }
  const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(Object.entries(dependencies)).toEqual(Object.keys(dependencies).map((name) => [name, own.dependencies[name]]))
  expect(readFileSync(path.join(folder, 'README.md'), 'utf8').trim().split('\n').length).toBeLessThanOrEqual(12)
})

it('moves money, reads it back, and throws refusals with their facts', async () => {
  const receipt = await client.operations.deposit({ client: 'C 1/é', amount: 12_500, key: 'one' })
  expect(receipt).toMatchObject({ kind: 'deposit', amount: 12_500 })
  expect(await client.ledger.balance({ client: 'C 1/é' })).toMatchObject({ balance: 12_500 })
  expect(await client.operations.deposit({ client: 'C 1/é', amount: 12_500, key: 'one' })).toEqual(receipt)
  expect(await refusalOf(client.operations.withdraw({ client: 'C 1/é', amount: 20_000, key: 'two' }))).toEqual({
    code: 'insufficient_funds',
    data: { client: 'C 1/é', available: 12_500, shortfall: 7_500 },
  })
  expect(await refusalOf(client.clients.list({}))).toEqual({
    code: 'not_permitted',
    data: { permission: 'clients.read' },
  })
  expect((await client.producers.list()).items).toMatchObject([{ id: 7, code: 'seven' }])
})

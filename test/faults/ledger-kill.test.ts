/**
 * kill -9 at random moments while twelve callers move money: after each start the check passes, and no command that was
 * answered is missing. `LEDGER_KILLS` says how often, when more is wanted than every run can afford.
 */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { withRawStore } from '../store/on-disk.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { pause, start } from './processes.ts'

const kills = Number(process.env.LEDGER_KILLS ?? 8)
let directory: string

beforeAll(async () => {
  directory = makeFolder()
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'ana', roles: ['analyst'] },
  ])
  const { engine, as } = await openTestEngine(directory)
  const ana = await as('ana')
  for (let n = 0; n < 5; n += 1) await ana.wallets.open({ client: `c${n}` })
  await engine.close()
})
afterAll(() => removeFolder(directory))

type Told = Readonly<{ key: string; transaction: number }>

it(
  `keeps every answered command through ${kills} kills`,
  async () => {
    const told: Told[] = []
    let keys = 0
    for (let round = 0; round < kills; round += 1) {
      const child = start('operate-forever', [directory, String(round)])
      await child.says()
      child.child.on('message', (message) => told.push(message as Told))
      await pause(Math.random() * 250)
      await child.kill()
      keys = await withRawStore(directory, (raw) => {
        const proof = checkWorkspace({ raw, db: null as never, onProgress: () => {} }, { deep: false })
        expect(proof).toMatchObject({ consistent: true, differences: [] })
        expect(missing(raw, told)).toEqual([])
        return raw.prepare('SELECT count(*) FROM operation_key').pluck().get() as number
      })
    }
    // Killed while it worked, not before: much was answered, and some was committed that nobody heard of.
    expect(told.length).toBeGreaterThan(kills * 5)
    expect(keys).toBeGreaterThanOrEqual(told.length)
  },
  Math.max(60_000, kills * 5_000),
)

/** Whatever was told must be bound to its key, with the transaction that it names. */
function missing(raw: Database, told: readonly Told[]): Told[] {
  const answer = raw.prepare('SELECT answer FROM operation_key WHERE key = ?').pluck()
  const entry = raw.prepare('SELECT 1 FROM entry WHERE id = ?').pluck()
  return told.filter(({ key, transaction }) => {
    const found = answer.get(key) as string | undefined
    return found === undefined || JSON.parse(found).transaction !== transaction || entry.get(transaction) === undefined
  })
}

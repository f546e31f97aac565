/** kill -9 at random moments of the two operations that rewrite the whole store: nothing is lost, and it opens as before. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { readKeyFile } from '../../engine/keys/key-file.ts'
import { openWith, recoveryHolder, ringOf } from '../../engine/keys/key-ring.ts'
import { readRecoveryKey } from '../../engine/keys/recovery-key.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { upgrade } from '../../engine/store/upgrade.ts'
import { type Layout, layoutOf } from '../../engine/workspace/layout.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { copyOf, csvOf, drop, ingest, keysOf, movements, withRawStore } from '../store/on-disk.ts'
import { makeFolder, makeWorkspace, openTestEngine, passphraseOf, removeFolder } from '../workspace-fixture.ts'
import { pause, start } from './processes.ts'
import { slowMigrations } from './slow-migrations.ts'

const known = migrations.length
const users = ['admin', 'bea']
let source: string
let recoveryKey: string
let directory: string
let layout: Layout
let before: unknown[]

beforeAll(async () => {
  const made = await makeWorkspace(
    makeFolder(),
    users.map((name) => ({ name, roles: ['admin'] })),
  )
  source = made.directory
  recoveryKey = made.recoveryKey
  const opened = await openTestEngine(source)
  await (await opened.as('admin')).producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  drop(source, { code: 'seven', file: 'a.csv', csv: csvOf(7, movements(5_000)) })
  await ingest(opened)
  await opened.engine.close()
  before = await withRawStore(source, postings)
})
afterAll(() => removeFolder(source))
beforeEach(() => {
  directory = copyOf(source)
  layout = layoutOf(directory)
})
afterEach(() => removeFolder(directory))

const postings = (raw: Database) => raw.prepare('SELECT * FROM posting ORDER BY seq').all()

it('a migration that is killed leaves the store wholly at the old version or the new, and the next start finishes', async () => {
  const { store: key } = await keysOf(directory)
  const next = [...migrations, ...slowMigrations(known)]
  const versions = new Map<number, number>()
  for (let round = 0; round < 12; round += 1) {
    const copy = copyOf(source)
    const { store: file, upgrades: copies } = layoutOf(copy)
    const { says, kill } = start('migrate-slowly', [file, copies, key.toString('hex')])
    await says()
    // Evenly over what it does, with chance inside each step.
    await pause(round * 25 + Math.random() * 25)
    await kill()

    const raw = connect({ file, key, mode: 'read' })
    const version = raw.pragma('user_version', { simple: true }) as number
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    const columns = (raw.pragma('table_info(posting_copy)') as unknown[]).length
    const copied = columns === 0 ? 0 : (raw.prepare('SELECT count(*) FROM posting_copy').pluck().get() as number)
    const doubled =
      columns === 4 ? raw.prepare('SELECT count(*) FROM posting_copy WHERE doubled IS NULL').pluck().get() : null
    const whole = { [known]: [0, 0, null], [known + 1]: [3, 5_000, null], [known + 2]: [4, 5_000, 0] }
    expect({ version, found: [columns, copied, doubled] }).toEqual({ version, found: whole[version] })
    expect(postings(raw)).toEqual(before)
    raw.close()
    if (version > known) expect(readdirSync(copies)).toContain(`store-v${known}.db`)

    expect(upgrade({ file, key, copies, migrations: next })).toMatchObject({ from: version, to: known + 2 })
    expect(existsSync(path.join(copies, `store-v${known}.db`))).toBe(true)
    expect(readdirSync(copies).filter((name) => name.endsWith('.partial'))).toEqual([])
    versions.set(version, (versions.get(version) ?? 0) + 1)
    removeFolder(copy)
  }
  // The kills fell into the work, not before or after it.
  expect(versions.size).toBeGreaterThan(1)
}, 90_000)

it.each([
  ['rotate-writer', 20],
  // With all of its threads, which are most of the time.
  ['rotate-forever', 3],
])(
  'a rotation (%s) that is killed %i times opens for the same people afterwards, and nothing is lost',
  async (name, rounds) => {
    const file = () => readKeyFile(layout.keys)
    const generations = new Set<number>()
    let interrupted = 0
    const tookMs = await timeOfRotation(name)
    for (let round = 0; round < rounds; round += 1) {
      const { says, kill } = start(name, [directory, users[round % users.length] ?? ''])
      await says()
      await pause(Math.random() * tookMs * 1.5)
      await kill()
      if (file().next !== null) interrupted += 1
      const secrets = [
        ...users.map((user) => openWith(file(), 'user', user, passphraseOf(user))),
        openWith(file(), 'recovery', recoveryHolder, readRecoveryKey(recoveryKey) ?? ''),
      ]
      for (const opened of await Promise.all(secrets)) {
        const stores = opened.flatMap((each) => {
          try {
            const raw = connect({ file: layout.store, key: ringOf(layout.keys, each).keys.store, mode: 'read' })
            const found = postings(raw)
            raw.close()
            return [found]
          } catch (error) {
            expect((error as { code: unknown }).code).toBe('wrong_key')
            return []
          }
        })
        expect(stores).toEqual([before])
      }
      generations.add(file().current.generation)
    }
    // The kills fell into the work, not before or after it.
    if (rounds > 10) expect([interrupted > 0, generations.size > 1]).toEqual([true, true])
    const opened = await openTestEngine(directory)
    const admin = await opened.as('admin')
    expect(await admin.workspace.check({ deep: true })).toMatchObject({ consistent: true, postings: 5_000 })
    expect(await admin.audit.verify({})).toMatchObject({ intact: true, problem: null })
    await opened.engine.close()
    expect(file().next).toBeNull()
  },
  120_000,
)

/** How long one takes on this machine just now, so that the kills fall all over it. */
async function timeOfRotation(name: string): Promise<number> {
  const { says, kill } = start(name, [directory, 'admin'])
  await says()
  const began = performance.now()
  await says()
  const tookMs = performance.now() - began
  await kill()
  return tookMs
}

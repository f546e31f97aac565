/** The workspaces that measurements begin with: made through the engine itself, closed, and copied for every round. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { migrate } from '../../../engine/store/migrate.ts'
import { migrations } from '../../../engine/store/migrations/migrations.ts'
import { producerAt } from '../../../fixtures/generator/producers.ts'
import { makeWorkspace, openTestEngine, removeFolder, type TestEngine } from '../../workspace-fixture.ts'
import { makeFiles, openingFile, renumber } from './ingest-files.ts'
import { producersInStore, type ToDrop } from './ingest-wish.ts'
import { drop } from './ingest-workspaces.ts'

const rowsOfHeldFile = 1_000_000

/** A person who may put money in, as the administrator may not. */
export const person = { name: 'ana', roles: ['analyst'] } as const

/** An empty workspace with ten producers, and these files posted into it. */
export async function makeStore({
  directory,
  files,
}: Readonly<{ directory: string; files: readonly ToDrop[] }>): Promise<void> {
  await makeWorkspace(directory, [{ name: 'admin', roles: ['admin'] }, person])
  const opened = await openTestEngine(directory)
  const admin = await opened.as('admin')
  for (let index = 0; index < producersInStore; index += 1) {
    const { id, code, name, locations } = producerAt(index)
    await admin.producers.add({ id, code, name, locations: [...locations] })
  }
  for (const file of files) await post(opened, directory, file)
  await opened.engine.close()
}

/** One in which every client has a wallet with a little in it. */
export async function makeKnownStore(of: Readonly<{ directory: string; clients: number; out: string }>): Promise<void> {
  await makeStore({ directory: of.directory, files: [openingFile(of)] })
}

/**
 * One that holds so many postings of one producer already. It takes a while to fill, so it is kept beside the others of the
 * system's temporary folder until the schema changes.
 */
export async function heldStore({
  held,
  clients,
}: Readonly<{ held: number; clients: number }>): Promise<Readonly<{ directory: string }>> {
  const name = `countinghouse-bench-${migrations.length}-${schemaHash()}-${held}-${clients}`
  const directory = path.join(tmpdir(), name)
  if (existsSync(directory)) return { directory }
  const making = `${directory}.making`
  const out = `${directory}.files`
  for (const folder of [making, out]) rmSync(folder, { recursive: true, force: true })
  mkdirSync(making, { mode: 0o700 })
  await makeStore({ directory: making, files: [] })
  const opened = await openTestEngine(making)
  await opened.as('admin')
  for (let done = 0, number = 1; done < held; done += rowsOfHeldFile, number += 1) {
    const rows = Math.min(rowsOfHeldFile, held - done)
    const wish = { rows, clients, format: 'csv', gzip: false, ids: 'ordered', producers: 1, as: 'written' } as const
    const [file] = await makeFiles({ ...wish, seed: 1_000 + number, out })
    if (file === undefined) throw new Error('nothing was generated')
    await renumber(file.file, number)
    await post(opened, making, { ...file, as: `held-${number}.csv` })
    removeFolder(out)
  }
  await opened.engine.close()
  renameSync(making, directory)
  return { directory }
}

/** A migration that is not released yet may change, and keeps its number. */
function schemaHash(): string {
  const db = new Database(':memory:')
  try {
    migrate(db, migrations)
    const texts = db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').pluck().all()
    return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 12)
  } finally {
    db.close()
  }
}

async function post({ engine }: TestEngine, directory: string, file: ToDrop): Promise<void> {
  drop(directory, [file])
  const { intake, store } = await engine.opened()
  await intake.drain({ settled: true })
  const { items } = await store.read('batches.list', { filter: {}, before: null, limit: 1 })
  const [batch] = items
  if (batch?.state !== 'posted' || batch.posted !== batch.rows)
    throw new Error(`${file.file} was not posted as a whole: ${JSON.stringify(batch)}`)
}

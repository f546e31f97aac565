/** No file of a workspace shows plain text, at any moment: watched from outside while another process posts batches, and after that process was killed. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { csvOf, drop, filesOf } from '../store/on-disk.ts'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'

let folder: string
let directory: string
let child: ChildProcess

beforeAll(async () => {
  folder = makeFolder()
  directory = path.join(folder, 'workspace')
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'zacharias', roles: ['operator'] },
  ])
})
afterAll(() => {
  child?.kill('SIGKILL')
  removeFolder(folder)
})

const words = [
  'SQLite format 3',
  'CREATE TABLE',
  'audit_record',
  'wallet-of-anna',
  'txid-secret',
  'Umbrella Corner',
  'zacharias',
  'Central',
  'TopUp',
  'producers.add',
  'TxDate',
]

const rows = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    client: `wallet-of-anna-${index % 700}`,
    txId: `txid-secret-${name}-${index}`,
  }))

it('while batches are posted, checked, backed up and upgraded, and after kill -9', async () => {
  const scratch = makeFolder()
  child = fork(path.join(import.meta.dirname, 'post-batches.ts'), [directory], {
    execArgv: [],
    // Whatever anybody writes to a temporary folder is looked at too.
    env: { ...process.env, TMPDIR: scratch, SQLITE_TMPDIR: scratch },
  })
  await once(child, 'message')
  // What waits in the drop folder is the producer's own plain text, until it is taken.
  for (const name of ['a', 'b', 'c']) {
    drop(directory, { code: 'umbrella', file: `${name}.csv`, csv: csvOf(7, rows(name, 8_000)) })
  }
  const seen = new Map<string, number>()
  const found = new Set<string>()
  const look = () => {
    for (const root of [directory, scratch]) {
      for (const file of filesOf(root)) {
        if (root === directory && file.startsWith(`drop${path.sep}`)) continue
        const text = contentOf(path.join(root, file))
        const name = file.replace(/[0-9a-f-]{36}/, '…')
        seen.set(name, Math.max(seen.get(name) ?? 0, text.length))
        for (const word of words) if (text.includes(word)) found.add(`${word} in ${file}`)
      }
    }
  }
  let looks = 0
  let finished = false
  child.once('message', () => {
    finished = true
  })
  while (!finished) {
    look()
    looks += 1
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill('SIGKILL')
  await once(child, 'exit')
  look()
  expect([...found]).toEqual([])
  // It looked while there was something to see: the log in use, the backup, the archive.
  expect(looks).toBeGreaterThan(5)
  expect(seen.get('store.db-wal')).toBeGreaterThan(100_000)
  expect([...seen.keys()].some((file) => /^backups\/.*store\.db$/.test(file))).toBe(true)
  expect([...seen.keys()].some((file) => file.endsWith('.cha'))).toBe(true)
  expect(seen.get('store.db')).toBeGreaterThan(500_000)
  expect(readFileSync(layoutOf(directory).store).subarray(0, 15).toString()).not.toBe('SQLite format 3')
  removeFolder(scratch)
})

/** A file may go away between being listed and being read. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return ''
    throw error
  }
}

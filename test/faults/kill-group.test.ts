/** kill -9 while many callers write: what was answered is there, each in its caller's order and once, and the chain is whole. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { verifyChain } from '../../engine/audit/verify.ts'
import { connect } from '../../engine/store/connection.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { pause, start } from './processes.ts'

const kills = Number(process.env.COUNTINGHOUSE_KILLS ?? 5)
const startsAndKillsMs = 5_000

let directory: string

beforeEach(async () => {
  directory = (await makeWorkspace()).directory
})
afterEach(() => removeFolder(directory))

it(
  `after each of ${kills} kills nothing that was answered is missing, and nothing is there twice`,
  async () => {
    const { store: key, chain: chainKey } = await keysOf(directory)
    const answered: string[] = []
    for (let round = 0; round < kills; round += 1) {
      const { child, says, kill } = start('note-forever', [directory, String(round)])
      // The first message says that it begins, the next what was answered first.
      await says()
      answered.push(String(await says()))
      child.on('message', (subject) => typeof subject === 'string' && answered.push(subject))
      await pause(50 + Math.random() * 250)
      await kill()

      const raw = connect({ file: layoutOf(directory).store, key, mode: 'read' })
      const stored = raw
        .prepare(`SELECT subject FROM audit_record WHERE action = 'test.note' ORDER BY seq`)
        .pluck()
        .all() as string[]
      const context = { raw, db: undefined as never, onProgress: () => undefined }
      expect(verifyChain(context, { chainKey, anchor: null, workspace: '' })).toMatchObject({ intact: true })
      raw.close()
      const known = new Set(stored)
      expect(answered.filter((subject) => !known.has(subject))).toEqual([])
      expect(stored).toHaveLength(known.size)
      expect(gapsOf(stored)).toEqual([])
    }
  },
  kills * startsAndKillsMs + 30_000,
)

/** Where a caller's writing has a hole: each wrote its next only when the one before was answered. */
function gapsOf(subjects: readonly string[]): string[] {
  const next = new Map<string, number>()
  return subjects.filter((subject) => {
    const caller = subject.slice(0, subject.lastIndexOf('/'))
    const index = next.get(caller) ?? 0
    next.set(caller, index + 1)
    return subject !== `${caller}/${index}`
  })
}

/**
 * A process in which twenty callers write through the engine's own writer thread without a pause, until it is killed. It
 * tells what was answered, and only then.
 */
import { commands } from '../../../engine/commands.ts'
import type { Queries } from '../../../engine/queries.ts'
import { Store } from '../../../engine/store/store.ts'
import { prepareThreads } from '../../../engine/threads/waiting-threads.ts'
import { layoutOf } from '../../../engine/workspace/layout.ts'
import { keysOf } from '../../store/on-disk.ts'

const [directory = '', round = ''] = process.argv.slice(2)
const { store: file, upgrades: copies } = layoutOf(directory)
const { store: key, chain: chainKey } = await keysOf(directory)
const options = { file, key, chainKey, copies, commands, threads: prepareThreads(), onChange: () => {} }
const store = await Store.open<typeof commands, Queries>(options)
process.send?.('writes')
await Promise.all(Array.from({ length: 20 }, (_, caller) => write(caller)))

async function write(caller: number): Promise<void> {
  for (let index = 0; ; index += 1) {
    const subject = `${round}/${caller}/${index}`
    await store.write('audit.note', { action: 'test.note', subject, outcome: 'done' }, 'admin')
    process.send?.(subject)
  }
}

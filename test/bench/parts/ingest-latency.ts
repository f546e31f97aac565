/** How long a small file takes from the moment its producer says that it is complete, on an engine that watches and is idle. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { layoutOf } from '../../../engine/workspace/layout.ts'
import { openTestEngine } from '../../workspace-fixture.ts'
import type { ToDrop } from './ingest-wish.ts'

const askEveryMs = 4
const givenUpAfterMs = 30_000

/** In milliseconds, one for each file. */
export async function latencies({
  directory,
  files,
}: Readonly<{ directory: string; files: readonly ToDrop[] }>): Promise<readonly number[]> {
  const { drop } = layoutOf(directory)
  for (const { code } of files) mkdirSync(path.join(drop, code), { recursive: true })
  // With the settle time that was agreed, as it is in life: only the marker makes a file complete at once.
  const opened = await openTestEngine(directory, { background: true, settleMs: undefined })
  await opened.as('admin')
  const { store } = await opened.engine.opened()
  const isPosted = async (name: string): Promise<boolean> => {
    const { items } = await store.read('batches.list', { filter: {}, before: null, limit: 1 })
    return items[0]?.file === name && items[0].state === 'posted'
  }
  const found: number[] = []
  for (const [index, { code, file }] of files.entries()) {
    // Not in step with the second in which the folders are looked through, and after whatever the last one left to do.
    await sleep(1_000 + ((index * 373) % 1_000))
    const name = `latency-${index}.csv`
    const target = path.join(drop, code, name)
    copyFileSync(file, target)
    const began = performance.now()
    writeFileSync(`${target}.done`, '')
    while (!(await isPosted(name))) {
      if (performance.now() - began > givenUpAfterMs) throw new Error(`${name} is not posted`)
      await sleep(askEveryMs)
    }
    found.push(performance.now() - began)
  }
  await opened.engine.close()
  return found
}

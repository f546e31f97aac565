/**
 * Has a piece of work done in a process of its own, on a build of the engine. Whoever asks imports nothing of the engine:
 * a child's peak of memory begins with its parent's size.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Work } from './ingest-child.ts'

type Input<N extends keyof Work> = Parameters<Work[N]>[0]
type Output<N extends keyof Work> = Awaited<ReturnType<Work[N]>>

const parts = import.meta.dirname
// Below the packages, which a build finds by looking upwards.
const built = path.join(parts, '..', '..', '..', 'node_modules', '.cache', `bench-${process.pid}`)

export async function withBuild(work: () => Promise<void>): Promise<void> {
  try {
    const [code] = await once(fork(path.join(parts, 'ingest-build.ts'), [built]), 'exit')
    if (code !== 0) throw new Error('the engine was not built')
    await work()
  } finally {
    rmSync(built, { recursive: true, force: true })
  }
}

export function inChild<N extends keyof Work>(name: N, input: Input<N>): Promise<Output<N>> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(built, 'ingest-child.js'), [name, JSON.stringify(input)])
    let answer: Output<N> | undefined
    child.once('message', (message) => {
      answer = message as Output<N>
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0 && answer !== undefined) resolve(answer)
      else reject(new Error(`${name} ended with ${code}`))
    })
  })
}

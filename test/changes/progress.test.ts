import { expect, it } from 'vitest'
import { progressOf } from '../../engine/changes/progress.ts'

const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function collect<P, R>(stream: AsyncGenerator<P, R>, pauseMs = 0): Promise<Readonly<{ seen: P[]; result: R }>> {
  const seen: P[] = []
  for (;;) {
    const step = await stream.next()
    if (step.done === true) return { seen, result: step.value }
    seen.push(step.value)
    await after(pauseMs)
  }
}

it('reports how far the work is, in order, and ends with its result', async () => {
  const stream = progressOf<number, string>(async (report) => {
    for (const step of [1, 2, 3]) {
      report(step)
      await after(20)
    }
    return 'done'
  })
  expect(await collect(stream)).toEqual({ seen: [1, 2, 3], result: 'done' })
})

it('keeps only the latest report for a slow listener', async () => {
  const stream = progressOf<number, string>(async (report) => {
    for (let step = 0; step < 1_000; step += 1) report(step)
    await after(30)
    return 'done'
  })
  expect(await collect(stream, 50)).toEqual({ seen: [999], result: 'done' })
})

it('fails as the work fails', async () => {
  const stream = progressOf<number, string>(async () => {
    await after(5)
    throw new Error('the work failed')
  })
  await expect(collect(stream)).rejects.toThrow('the work failed')
})

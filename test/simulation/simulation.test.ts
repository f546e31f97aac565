/**
 * Whatever happens in whatever order, with commands asked twice and an engine that dies: the books agree with the model.
 * Seeds that once found something stay here for ever. Longer: `npm run simulate -- --seed N --steps M`.
 */
import { expect, it } from 'vitest'
import { play } from './play.ts'

/** What each seed found before it was mended. */
const kept = [
  [4, 'an auto top-up larger than an operation may be'],
  [6, 'the same, asked twice'],
] as const

it.each(kept)('agrees with the model in the history of seed %i, which found %s', async (seed) => {
  await expect(play({ seed, steps: 700 })).resolves.toMatchObject({ steps: 700 })
})

it.each(Array.from({ length: 6 }, (_, index) => 101 + index))(
  'agrees with the model in the history of seed %i',
  async (seed) => {
    const { done, deaths, refusals } = await play({ seed, steps: 400 })
    // A history in which hardly anything works, or nothing ever dies, would prove little.
    expect(done).toBeGreaterThan(100)
    expect(deaths).toBeGreaterThan(5)
    expect(refusals.size).toBeGreaterThan(8)
  },
)

it('agrees with the model in a history that nobody has played before', async () => {
  const seed = Math.floor(Math.random() * 2 ** 32)
  await expect(play({ seed, steps: 400 }), `seed ${seed}`).resolves.toMatchObject({ steps: 400 })
})

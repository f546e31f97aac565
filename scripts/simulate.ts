/** `npm run simulate -- --seed N --steps M`: plays a history against the model and says what became of it. */
import { parseArgs } from 'node:util'
import { Difference, play } from '../test/simulation/play.ts'
import { say } from './tools.ts'

const { values } = parseArgs({ options: { seed: { type: 'string' }, steps: { type: 'string' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32))
const steps = Number(values.steps ?? 10_000)

if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(steps) || steps < 1) {
  say('npm run simulate -- --seed N --steps M: both are whole numbers.')
  process.exitCode = 2
} else {
  say(`Seed ${seed}, ${steps} steps ...`)
  try {
    const { done, refused, deaths, refusals } = await play({ seed, steps })
    say(`The books agree with the model: ${done} steps done, ${refused} refused, ${deaths} deaths.`)
    for (const [code, times] of [...refusals].toSorted(([, a], [, b]) => b - a)) say(`  ${code.padEnd(32)} ${times}`)
  } catch (error) {
    if (!(error instanceof Difference)) throw error
    say(error.message)
    process.exitCode = 1
  }
}

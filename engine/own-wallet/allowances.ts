/**
 * How many letters with a code a client gets. Whoever knows a client's number can ask for some, so what strangers ask for is
 * counted apart, by the network they ask from: one of them uses up their own allowance and nobody else's. A browser that was
 * signed in before has letters that no stranger can take. And in all there is a bound, so that nobody is flooded.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

type Bound = Readonly<{ withinMs: number; most: number }>
type Lane = 'known_device' | 'network' | 'strangers'

/** With so many letters and five tries each, guessing a client's code takes decades. */
export const lettersMax = {
  known_device: [
    { withinMs: hourMs, most: 4 },
    { withinMs: dayMs, most: 10 },
  ],
  network: [
    { withinMs: hourMs, most: 4 },
    { withinMs: dayMs, most: 8 },
  ],
  strangers: [
    { withinMs: hourMs, most: 8 },
    { withinMs: dayMs, most: 16 },
  ],
} as const satisfies Readonly<Record<Lane, readonly Bound[]>>

type Asking = Readonly<{ client: string; network: string; isKnownDevice: boolean; at: number }>

export function hasLettersLeft(raw: Database, { client, network, isKnownDevice, at }: Asking): boolean {
  const lanes: readonly Lane[] = isKnownDevice ? ['known_device'] : ['network', 'strangers']
  return lanes.every((lane) =>
    lettersMax[lane].every(({ withinMs, most }) => {
      const asked = { client, network, since: at - withinMs }
      return (statementsOf(raw)[lane].get(asked) as number) < most
    }),
  )
}

const letters = 'SELECT count(*) FROM wallet_challenge WHERE client_id = @client AND asked_at > @since AND'

const statementsOf = perConnection((raw) => ({
  known_device: raw.prepare(`${letters} known_device = 1`).pluck(),
  network: raw.prepare(`${letters} known_device = 0 AND network = @network`).pluck(),
  strangers: raw.prepare(`${letters} known_device = 0`).pluck(),
}))

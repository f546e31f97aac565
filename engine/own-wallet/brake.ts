/**
 * The brake over all clients. Each challenge bears five tries, but whoever guesses one code for each of many clients is stopped
 * by none of them. So codes that were refused are counted over all, and beyond a number nobody new gets in for a while; a
 * browser that was signed in before goes on. A client who mistypes and then gets it right has guessed nothing, and counts for
 * nothing. One network is braked long before it could brake all the others.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const refusedMax = {
  network: [
    { withinMs: hourMs, most: 20 },
    { withinMs: dayMs, most: 60 },
  ],
  all: [
    { withinMs: hourMs, most: 120 },
    // Of six figures, so many a day guess one code in three years.
    { withinMs: dayMs, most: 1_000 },
  ],
} as const

type Trying = Readonly<{ network: string; at: number }>

/** Asked before anything is looked up: whether there is such a challenge makes no difference to it. */
export const isBraked = (raw: Database, { network, at }: Trying): boolean =>
  (['network', 'all'] as const).some((of) =>
    refusedMax[of].some(
      ({ withinMs, most }) => (statementsOf(raw)[of].get({ network, since: at - withinMs }) as number) >= most,
    ),
  )

export const noteRefusedTry = (raw: Database, refused: Trying & Readonly<{ challenge: number }>): void => {
  statementsOf(raw).note.run(refused)
}

const refused = `
  SELECT count(*) FROM wallet_refused_try AS refused JOIN wallet_challenge AS challenge ON challenge.id = refused.challenge
  WHERE refused.at > @since AND challenge.used_at IS NULL`

const statementsOf = perConnection((raw) => ({
  network: raw.prepare(`${refused} AND refused.network = @network`).pluck(),
  all: raw.prepare(refused).pluck(),
  note: raw.prepare('INSERT INTO wallet_refused_try (challenge, network, at) VALUES (@challenge, @network, @at)'),
}))

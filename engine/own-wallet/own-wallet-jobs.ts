/** What clients are told of by the clock. */
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import type { JobDefinition } from '../jobs/job.ts'

export const ownWalletJobs = (store: EngineStore): readonly JobDefinition[] => [
  {
    name: 'wallet.tell',
    schedule: '* * * * *',
    // All wallets that somebody wants to know of are looked at: no screen waits behind that.
    needed: () => store.readLong('ownWallet.anyToTell', { at: now() }),
    run: async () => {
      let letters = 0
      for (let more = true; more; ) {
        const piece = await store.write('ownWallet.tell', null, 'engine')
        letters += piece.letters.length
        more = piece.more
      }
      return { outcome: 'done', detail: { letters } }
    },
  },
]

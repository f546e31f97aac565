/** What clients are told of by the clock, and what is written down and removed behind them. */
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
  {
    name: 'wallet.note_refused',
    schedule: '* * * * *',
    needed: () => store.read('ownWallet.anyRefusals', null),
    run: async () => {
      const { times } = await store.write('ownWallet.writeRefusals', null, 'engine')
      return { outcome: 'done', detail: { times } }
    },
  },
  {
    name: 'wallet.tidy',
    schedule: '50 4 * * *',
    needed: () => store.read('ownWallet.anyOld', { at: now() }),
    run: async () => {
      let removed = 0
      for (let more = true; more; ) {
        const piece = await store.write('ownWallet.removeOld', null, 'engine')
        removed += piece.removed
        more = piece.more
      }
      return { outcome: 'done', detail: { removed } }
    },
  },
]

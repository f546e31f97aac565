/** What people do to producers and wallets between two files. */
import type { EngineClient } from '../../engine/contract/contract.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import type { Books } from './drop.ts'

/** Administrators do not touch wallets, so somebody else freezes them. */
export const anna = { name: 'anna', roles: ['analyst'] } as const

export const freeze = (client: EngineClient, wallet: string): Promise<unknown> =>
  client.wallets.freeze({ client: wallet, reason: 'asked by the police' })

export const unfreeze = (client: EngineClient, wallet: string): Promise<unknown> =>
  client.wallets.unfreeze({ client: wallet, reason: 'the police is content' })

/** Behind the engine's back, because nobody can resume a producer alone. */
export const setStanding = (books: Books, producer: number, state: 'active' | 'suspended'): Promise<unknown> =>
  withRawStore(books.engine, (raw) =>
    raw
      .prepare(`
        UPDATE producer SET state = @state, suspended_at = iif(@state = 'suspended', 0, NULL),
          suspended_by = iif(@state = 'suspended', 'admin', NULL), suspended_for = iif(@state = 'suspended', 'test', NULL)
        WHERE id = @producer`)
      .run({ state, producer }),
  )

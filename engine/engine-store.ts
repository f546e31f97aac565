/** The store with the commands and queries of every noun: the type that the nouns' handlers speak to. */

import type { Commands } from './commands.ts'
import type { Queries } from './queries.ts'
import type { Store } from './store/store.ts'

export type EngineStore = Store<Commands, Queries>

/** The store behind the engine's back, with its own key: to damage it, and to see what its laws refuse to anybody. */
import type { Database } from 'better-sqlite3'
import type { Engine } from '../../engine/engine.ts'
import { connect } from '../../engine/store/connection.ts'

export async function withRawStore<T>(engine: Engine, act: (raw: Database) => T | Promise<T>): Promise<T> {
  const { ring } = await engine.opened()
  const raw = connect({ file: engine.layout.store, key: ring.keys.store, mode: 'write' })
  try {
    return await act(raw)
  } finally {
    raw.close()
  }
}

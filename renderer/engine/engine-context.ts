import { createContext, useContext, useState, useSyncExternalStore } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { ChangeFeed } from './change-feed.ts'
import type { Connection, ConnectionState } from './connection.ts'

/** A client that may be called with the session's rights; a new object for each line and each sign-in. */
export type SignedInLine = Readonly<{ client: EngineClient }>

export const ConnectionContext = createContext<Connection | null>(null)
export const LineContext = createContext<SignedInLine | null>(null)
export const ChangeFeedContext = createContext<ChangeFeed>(new ChangeFeed())

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext)
  if (!connection) throw new Error('the connection is used outside of its provider')
  return connection
}

export function useConnectionState(): ConnectionState {
  const connection = useConnection()
  return useSyncExternalStore(connection.subscribe, connection.getState)
}

/** Null while the engine is away or nobody is signed in: then nothing can be read or done. */
export const useLine = (): SignedInLine | null => useContext(LineContext)

/** The latest line there was: what a list read over it stays on the screen, and readable, while the engine is away. */
export function useLatestLine(): SignedInLine | null {
  const line = useLine()
  const [latest, setLatest] = useState(line)
  if (line !== null && line !== latest) setLatest(line)
  return line ?? latest
}

export const useChangeFeed = (): ChangeFeed => useContext(ChangeFeedContext)

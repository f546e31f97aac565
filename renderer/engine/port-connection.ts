/** The engine over the MessagePort of the desktop shell, which restarts it and says so; a new port follows each start. */
import { RPCLink } from '@orpc/client/message-port'
import { engineClient } from '../../engine/contract/client.ts'
import { type DesktopShell, type EngineState, enginePortMessage } from '../../engine/contract/shell.ts'
import { assertNever } from '../assert-never.ts'
import { type Connection, ConnectionStore, type SessionLine } from './connection.ts'
import { linkOptions } from './link-options.ts'

export function connectByPort(desktop: DesktopShell, session: SessionLine): Connection {
  const store = new ConnectionStore()

  window.addEventListener('message', (event) => {
    const port = event.ports[0]
    if (event.source !== window || !isEnginePort(event.data) || !port) return
    const client = engineClient(new RPCLink({ port, ...linkOptions(session) }))
    port.start()
    store.set({ state: 'ready', client })
  })
  desktop.onState((shell) => follow(store, shell.engine))
  desktop.requestEnginePort()
  // A workspace that could not be opened was said before this page listened.
  void desktop.getState().then((shell) => follow(store, shell.engine))

  return { getState: store.getState, subscribe: store.subscribe, retry: () => desktop.requestEnginePort() }
}

function follow(store: ConnectionStore, engine: EngineState): void {
  switch (engine.state) {
    case 'starting':
      // Only a port makes the line ready; until it comes, an engine that starts is one we wait for.
      if (store.getState().state !== 'ready') store.set({ state: 'connecting' })
      return
    case 'running':
      return
    case 'restarting': {
      const { stoppedAt, attempt, attemptsMax } = engine
      return store.set({ state: 'lost', stoppedAt, attempt, attemptsMax })
    }
    case 'stopped':
      return store.set({ ...engine })
    default:
      return assertNever(engine)
  }
}

function isEnginePort(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === enginePortMessage
}

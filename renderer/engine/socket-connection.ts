/** The engine over a WebSocket of the host that served this page. It comes back by itself, with longer and longer waits. */
import { RPCLink } from '@orpc/client/websocket'
import { engineClient } from '../../engine/contract/client.ts'
import { type Connection, ConnectionStore, type SessionLine } from './connection.ts'
import { linkOptions } from './link-options.ts'

const waitFirstMs = 500
const waitMaxMs = 10_000
const pulseMs = 30_000
const pulseAnswerMs = 10_000

export const waitBefore = (attempt: number): number => Math.min(waitFirstMs * 2 ** (attempt - 1), waitMaxMs)

export function connectBySocket(address: string, session: SessionLine): Connection {
  const store = new ConnectionStore()
  let stoppedAt: string | null = null
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const open = (): void => {
    clearTimeout(timer)
    const socket = new WebSocket(address)
    socket.binaryType = 'arraybuffer'
    let pulse: ReturnType<typeof setInterval> | undefined
    socket.addEventListener('open', () => {
      stoppedAt = null
      attempt = 0
      const client = engineClient(new RPCLink({ websocket: socket, ...linkOptions(session) }))
      // After sleep or a change of network a socket may look open for many minutes with nobody at the other end.
      pulse = setInterval(() => beat(client, socket), pulseMs)
      store.set({ state: 'ready', client })
    })
    socket.addEventListener('close', () => {
      clearInterval(pulse)
      stoppedAt ??= new Date().toISOString()
      attempt += 1
      store.set({ state: 'lost', stoppedAt, attempt, attemptsMax: null })
      timer = setTimeout(open, waitBefore(attempt))
    })
  }

  open()
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    retry: () => {
      if (store.getState().state === 'lost') open()
    },
  }
}

function beat(client: ReturnType<typeof engineClient>, socket: WebSocket): void {
  const silent = setTimeout(() => socket.close(), pulseAnswerMs)
  client.workspace.status().then(
    () => clearTimeout(silent),
    // A refusal is an answer too: somebody is there.
    () => clearTimeout(silent),
  )
}

export function socketAddress(location: Pick<Location, 'protocol' | 'host'>): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`
}

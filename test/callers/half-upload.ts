/** Uploads that are not whole yet: so much of a file as the test wants, over a connection that stays open. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type HalfUpload = Readonly<{
  socket: Socket
  send: (text: string) => void
  /** The first line of the answer; null when the connection ended without one. */
  answer: Promise<string | null>
}>

type Begun = Readonly<{ url: string; key: string; name: string; bytes: number }>

export async function beginUpload({ url, key, name, bytes }: Begun): Promise<HalfUpload> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  const head = [
    `PUT /api/producer/files/${name} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${key}`,
    'Content-Type: text/csv',
    `Content-Length: ${bytes}`,
  ]
  socket.write([...head, '', ''].join('\r\n'))
  const answer = new Promise<string | null>((resolve) => {
    socket.once('data', (data) => resolve(data.toString().split('\r\n')[0] ?? ''))
    socket.once('close', () => resolve(null))
    // The other side was killed, or gave up: that is told by `close`.
    socket.on('error', () => undefined)
  })
  return { socket, send: (text) => void socket.write(text), answer }
}

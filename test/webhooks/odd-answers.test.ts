/** Whatever a receiver answers, a call ends: nothing of somebody else's may hold up what others are told. */
import { once } from 'node:events'
import net from 'node:net'
import { expect, it } from 'vitest'
import { mayConnect } from '../../engine/webhooks/address.ts'
import { Agents, call } from '../../engine/webhooks/call.ts'

it.each([
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'refused',
  ],
  ['nothing but to go on', 'HTTP/1.1 100 Continue\r\n\r\n', 'timed_out'],
  ['rubbish', 'rubbish\r\n\r\n', 'unreachable'],
])('ends when it is %s', async (_, answer, problem) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.write(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`
  const outgoing = {
    url: `${origin}/`,
    origins: [{ origin, isPrivate: true, trustedCertificate: null }],
    eventId: 'evt_1',
    body: '{}',
    secrets: [],
  }
  const options = { timestamp: 1, signal: new AbortController().signal, agents: new Agents(), timeoutMs: 500 }
  expect(await call(outgoing, options)).toMatchObject({ problem })
  server.close()
})

it.each(['fec0::1', '168.63.129.16', '192.88.99.1', '64:ff9b::a9fe:a9fe'])('never connects to %s', (address) => {
  const url = new URL('https://erp.example.com/')
  expect([true, false].map((isPrivate) => mayConnect(address, url, { isPrivate }))).toEqual([false, false])
})

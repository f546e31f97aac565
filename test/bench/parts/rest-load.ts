/** Callers of the REST interface in a thread of their own, as they are processes of their own in life. */
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { measure } from './measure.ts'

export type RestLoad = Readonly<{
  url: string
  token: string
  route: string
  clients: readonly string[]
  callers: number
  seconds: number
  /** Keys begin with it, so that no two loads use the same one. */
  name: string
}>

/** Each address may call so often in a minute; the load comes from as many addresses as it takes. */
const callsPerAddress = 1_000

const load = workerData as RestLoad
const agent = new Agent({ keepAlive: true, maxSockets: load.callers })
let sent = 0
const figures = await measure({ ...load, call })
agent.destroy()
parentPort?.postMessage(figures)

function call(): Promise<void> {
  sent += 1
  const client = load.clients[sent % load.clients.length]
  const body = JSON.stringify({ client, amount: 1, key: `${load.name}-${sent}` })
  const address = Math.floor(sent / callsPerAddress)
  const headers = {
    authorization: `Bearer ${load.token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': `10.0.${(Date.now() >> 10) & 255}.${address & 255}`,
  }
  return new Promise((resolve, reject) => {
    const sending = request(`${load.url}/api${load.route}`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += String(part)
      })
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`${response.statusCode} ${text}`))
      })
    })
    sending.on('error', reject)
    sending.end(body)
  })
}

/** The process that fires: each connection goes through the addresses in turn, every one from another place on. */
import autocannon from 'autocannon'
import type { Firing } from './api-fire.ts'

const { urls, headers = {}, body, seconds, connections } = JSON.parse(process.argv[2] ?? '{}') as Firing
const [first = ''] = urls
const requests = urls.map((url) => {
  const { pathname, search } = new URL(url)
  return { path: `${pathname}${search}` }
})
let started = 0

const result = await autocannon({
  url: first,
  connections,
  duration: seconds,
  headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
  ...(body === undefined ? {} : { method: 'POST', body, idReplacement: true }),
  ...(urls.length === 1
    ? {}
    : {
        setupClient: (client) => {
          const from = Math.floor((started * urls.length) / connections)
          started += 1
          client.setRequests([...requests.slice(from), ...requests.slice(0, from)])
        },
      }),
})
process.stdout.write(JSON.stringify(result))

/**
 * Keeps the shell of the wallet, so that it opens without a connection and says so. Never an answer about anybody's wallet:
 * what comes from `/api` is not looked at, and goes to the network as if there were no worker.
 */
type Extendable = Event & Readonly<{ waitUntil: (work: Promise<unknown>) => void }>
type Fetching = Event & Readonly<{ request: Request; respondWith: (answer: Promise<Response>) => void }>

const shell = 'wallet-shell'
const page = '/wallet'

self.addEventListener('install', (event) => (event as Extendable).waitUntil(keepShell()))
self.addEventListener('activate', (event) => (event as Extendable).waitUntil(dropOld()))
self.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Fetching
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && isPage(pathname)) respondWith.call(event, pageOrKept(request))
  else if (isOfShell(pathname)) respondWith.call(event, keptOrFetched(request))
})

const isPage = (pathname: string): boolean => /^\/wallet(\/|$)/.test(pathname) && !/\.\w+$/.test(pathname)

/** Names of built files hold a hash of their content, so one that is kept is never old. */
const isOfShell = (pathname: string): boolean => /^(\/wallet)?\/assets\//.test(pathname)

async function keepShell(): Promise<void> {
  const cache = await caches.open(shell)
  const answer = await fetch(page, { cache: 'no-cache' })
  if (!answer.ok) return
  const html = await answer.clone().text()
  await cache.put(page, answer)
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]*assets\/[^"]+)"/g)].flatMap(([, file]) => file ?? [])
  await cache.addAll(files)
}

/** What the page of now does not name any more. */
async function dropOld(): Promise<void> {
  const cache = await caches.open(shell)
  const html = await (await cache.match(page))?.text()
  if (html === undefined) return
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url)
    if (pathname !== page && !html.includes(pathname)) await cache.delete(request)
  }
}

async function pageOrKept(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request)
    if (answer.ok) await (await caches.open(shell)).put(page, answer.clone())
    return answer
  } catch (error) {
    const kept = await caches.match(page)
    if (kept === undefined) throw error
    return kept
  }
}

async function keptOrFetched(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(shell)).put(request, answer.clone())
  return answer
}

// It is a program of its own and shares no names with others.
export {}

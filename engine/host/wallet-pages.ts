/**
 * The end users' pages: a small program of their own, at `/wallet` and below. What it fetches is guarded like every other call;
 * the pages themselves hold nothing of anybody.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Per address and minute: somebody asks for a code and types it, perhaps a few of them behind one address. */
export const walletSignInsPerMinuteMax = 30

/** Asking for a code, and trying one. */
export const isWalletSignIn = ({ method, url }: Readonly<{ method: string; url: string }>): boolean =>
  method === 'POST' && /^\/api\/wallet\/(codes|session)\/?(\?|$)/.test(url)

/** Per address and minute: what a client keeps, each drawn and signed by the one thread for long reading. */
export const walletPapersPerMinuteMax = 30

/** A statement, or the receipt of a transaction. */
export const isWalletPaper = (url: string): boolean =>
  /^\/api\/wallet\/(statement|transactions\/[^/?]*\/receipt)\/?(\?|$)/.test(url)

export const isWalletPage = (url: string): boolean => /^\/wallet(\/|\?|$)/.test(url)

/** Answers what sends the page; a host without built pages of its own has none to send. */
export function serveWalletPages(app: FastifyInstance, directory: string): (reply: FastifyReply) => FastifyReply {
  const file = path.join(directory, 'wallet', 'index.html')
  const page = existsSync(file) ? readFileSync(file) : null
  const send = (reply: FastifyReply): FastifyReply =>
    page === null
      ? reply.status(404).send({ error: { code: 'no_such_route' } })
      : reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page)
  for (const address of ['/wallet', '/wallet/']) app.get(address, (_request, reply) => send(reply))
  return send
}

/** The service worker lies in the folder and stands for its address without a stroke behind it as well. */
export const walletHeaders = (file: string): Readonly<Record<string, string>> =>
  file.endsWith(`${path.sep}wallet${path.sep}service-worker.js`) ? { 'service-worker-allowed': '/wallet' } : {}

/** The console's own files. Every address that is no file is the console itself, which knows its own paths. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isWalletPage, serveWalletPages, walletHeaders } from './wallet-pages.ts'

const yearSeconds = 31_536_000

export async function servePages(app: FastifyInstance, directory: string): Promise<void> {
  const page = readFileSync(path.join(directory, 'index.html'))
  const sendPage = (reply: FastifyReply): FastifyReply =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page)
  await app.register(fastifyStatic, {
    root: directory,
    index: false,
    // Built files carry a hash of their content in their name, so they never change under it.
    setHeaders: (reply, file) => {
      const hashed = file.includes(`${path.sep}assets${path.sep}`)
      for (const [name, value] of Object.entries(walletHeaders(file))) reply.header(name, value)
      reply.header('cache-control', hashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
    },
  })
  const sendWallet = serveWalletPages(app, directory)
  app.get('/', (_request, reply) => sendPage(reply))
  // The manual's own pages name their language; whoever asks without one gets that of their browser.
  app.get('/manual', (request, reply) => {
    const isChinese = /^zh\b/i.test(request.headers['accept-language'] ?? '')
    return reply.redirect(`/manual/${isChinese ? 'zh-HK' : 'en'}/index.html`)
  })
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (wantsPage && !request.url.startsWith('/api/')) {
      return isWalletPage(request.url) ? sendWallet(reply) : sendPage(reply)
    }
    return reply.status(404).send({ error: { code: 'no_such_route' } })
  })
}

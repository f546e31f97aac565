/**
 * The Node host: REST, WebSocket and the console's pages over HTTP, for one engine. It listens on this machine only unless
 * told otherwise, and elsewhere only with TLS, its own or a proxy's.
 */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { now } from '../calendar/instant.ts'
import type { Engine } from '../engine.ts'
import { Failure, failureOf } from '../failure.ts'
import { tokenOf } from '../router/call-context.ts'
import { type AllowedHosts, allowedHosts, isLoopback, refusalOf } from './allowed-hosts.ts'
import { answerTogether } from './answer-together.ts'
import { serveAnswers } from './answers.ts'
import { securityHeaders } from './content-policy.ts'
import { serveGatewayEvents } from './gateway-events.ts'
import { makeLog } from './log.ts'
import { type Metrics, metricsOf } from './metrics.ts'
import { servePages } from './pages.ts'
import { pathOf } from './path-of.ts'
import { type Problem, problemOf, problemType } from './problem.ts'
import { limitRates } from './rates.ts'
import { serveReceiptCheck } from './receipts.ts'
import { apiPrefix, serveRest } from './rest.ts'
import { serveSockets } from './sockets.ts'
import { isUpload, serveUploads } from './uploads.ts'

export type HostOptions = Readonly<{
  engine: Engine
  /** 0 lets the operating system choose a free one. */
  port?: number
  address?: string
  /** Other names under which people reach this host. */
  names?: readonly string[]
  tls?: Readonly<{ certificate: string; key: string }>
  behindTlsProxy?: boolean
  rendererDirectory?: string
  /** Lets a monitor read `/metrics` without a person's session. */
  metricsToken?: string
  log?: Logger
  limits?: Limits
}>

/** How long a call may take to arrive, and how long a file may stand still on its way. */
export type Limits = Readonly<{ callMs: number; stillMs: number }>
const usualLimits: Limits = { callMs: 60_000, stillMs: 60_000 }

export type Host = Readonly<{ url: string; port: number; close: () => Promise<void> }>

// A sample of a mebibyte is the largest thing that is sent, and as base64 it is a third larger.
const bodyBytesMax = 2 * 2 ** 20

export async function startHost(options: HostOptions): Promise<Host> {
  const { engine, port = 0, address = '127.0.0.1', tls, behindTlsProxy = false } = options
  if (!isLoopback(address) && tls === undefined && !behindTlsProxy) throw new Failure('tls_required', { address })
  const log = options.log ?? makeLog('warn')
  const app = makeServer(options)
  const metrics = metricsOf(engine)
  // Filled in once the port is known; until then nothing is answered.
  let allowed: AllowedHosts = { hosts: new Set(), origins: new Set() }
  endSlowRequests(app, options.limits ?? usualLimits)
  guardRequests(app, { allowed: () => allowed, metrics, headers: securityHeaders(tls !== undefined || behindTlsProxy) })
  logRequests(app, log)
  nameProblems(app)
  answerTogether(app)
  const programOfRequest = await limitRates(app, engine)
  await serveSockets(app, engine, metrics)
  serveUploads(app, engine)
  serveRest(app, { engine, metrics, isSecure: tls !== undefined || behindTlsProxy, programOfRequest })
  serveAnswers(app, engine)
  serveGatewayEvents(app, engine)
  serveReceiptCheck(app, engine)
  serveHealth(app, options, metrics)
  if (options.rendererDirectory !== undefined) await servePages(app, options.rendererDirectory)
  await listen(app, { port, host: address })
  const bound = (app.server.address() as AddressInfo).port
  const secure = tls !== undefined || behindTlsProxy
  allowed = allowedHosts({ address, port: bound, secure, names: options.names ?? [] })
  engine.nowServed(allowed.origins)
  const shown = isLoopback(address) ? '127.0.0.1' : address
  const url = `${tls === undefined ? 'http' : 'https'}://${shown}:${bound}`
  log.info({ port: bound }, 'listening')
  const close = async (): Promise<void> => {
    engine.notServed(allowed.origins)
    await app.close()
  }
  return { url, port: bound, close }
}

function makeServer({ tls, behindTlsProxy = false }: HostOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: bodyBytesMax,
    // Open streams must not keep the process from ending.
    forceCloseConnections: true,
    // The whole of a request is bounded by `endSlowRequests`, because a large file may take longer than a call.
    requestTimeout: 0,
    // Names of files, in letters that take nine characters each in an address.
    routerOptions: { maxParamLength: 2_000 },
    genReqId: () => randomUUID(),
    trustProxy: behindTlsProxy ? 'loopback' : false,
    // An address that can't be decoded reaches no route, and so not the handler of errors below either.
    frameworkErrors: (error, _request, reply) => void answer(error, reply as unknown as FastifyReply),
    ...(tls === undefined ? {} : { https: { cert: readFileSync(tls.certificate), key: readFileSync(tls.key) } }),
  }) as unknown as FastifyInstance
  app.setErrorHandler((error: EarlyError, _request, reply) => answer(error, reply))
  // Whatever it is, it is bounded before anybody looks at it.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  return app
}

type EarlyError = Error & Readonly<{ statusCode?: number; error?: Readonly<{ code: string }> }>

function answer(error: EarlyError, reply: FastifyReply): FastifyReply {
  const problem = answerOf(error)
  // What is left of the body is not read, so nothing else can come over this connection.
  if (problem.status === 413) void reply.header('connection', 'close')
  return reply.status(problem.status).send(problem)
}

/** What goes wrong before the contract is reached, in the contract's shape. */
function answerOf(error: EarlyError): Problem {
  const { statusCode: status, error: known } = error
  if (known !== undefined) return problemOf(status ?? 429, known.code, known)
  if (status === 413) return problemOf(413, 'body_too_large', { bytesMax: bodyBytesMax })
  if (status === undefined || status >= 500) return problemOf(500, 'internal')
  return problemOf(status, 'bad_input', { issues: [{ path: '', problem: 'the request could not be read' }] })
}

const isOfApi = ({ url }: FastifyRequest): boolean => pathOf(url).startsWith(`${apiPrefix}/`)

/** Whoever answered it: what REST refuses is named as the problem that it is. */
function nameProblems(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode >= 400 && isOfApi(request)) {
      const type = String(reply.getHeader('content-type') ?? '')
      if (type.startsWith('application/json')) void reply.header('content-type', problemType)
    }
    done(null, payload)
  })
}

/** A call has a minute for all of it; a file may take as long as it moves. */
function endSlowRequests(app: FastifyInstance, { callMs, stillMs }: Limits): void {
  app.addHook('onRequest', ({ raw, url, headers }, _reply, done) => {
    if (isUpload(pathOf(url))) raw.setTimeout(stillMs, () => endUnlessWhole(raw))
    else if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) endLate(raw, callMs)
    done()
  })
}

/** What has come whole is not slow: from then on it is we who take our time. */
function endUnlessWhole(raw: IncomingMessage): void {
  if (!raw.complete) raw.destroy()
}

/** Of a request that announces a body; without one it has arrived with its headers. */
function endLate(raw: IncomingMessage, callMs: number): void {
  const timer = setTimeout(() => endUnlessWhole(raw), callMs)
  timer.unref()
  raw.once('close', () => clearTimeout(timer))
  raw.once('end', () => clearTimeout(timer))
}

type Guard = Readonly<{ allowed: () => AllowedHosts; metrics: Metrics; headers: Readonly<Record<string, string>> }>

function guardRequests(app: FastifyInstance, { allowed, metrics, headers }: Guard): void {
  const api = { ...headers, 'cache-control': 'no-store' }
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(isOfApi(request) ? api : headers).header('x-request-id', request.id)
    const { host, origin, 'sec-fetch-site': site } = request.headers
    // Opening the console from a bookmark or a link elsewhere is a navigation and carries nobody's token.
    const navigation = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET'
    const refusal = refusalOf({ host, origin, site: navigation ? undefined : String(site ?? '') }, allowed())
    if (refusal === null) return done()
    metrics.refusedRequests.labels(refusal).inc()
    void reply.status(403).send(problemOf(403, refusal))
  })
}

function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    done()
    // A refused upgrade would otherwise keep its connection for ever, because the server no longer counts it as its own.
    if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon()
    if (!log.isLevelEnabled('info')) return
    const { method, id } = request
    const route = request.routeOptions.url ?? 'none'
    log.info({ request: id, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
  })
}

function serveHealth(app: FastifyInstance, { engine, metricsToken }: HostOptions, metrics: Metrics): void {
  app.get('/health', () => ({ status: 'ok', workspace: engine.isOpen ? 'open' : 'sealed', version: engine.version }))
  app.get('/metrics', async (request, reply) => {
    const token = tokenOf(request.headers.authorization)
    const session = token === undefined ? undefined : engine.sessions.find(token, now())
    const monitor = metricsToken !== undefined && token === metricsToken
    if (!monitor && session === undefined) return reply.status(401).send({ error: { code: 'not_signed_in' } })
    if (!monitor && session?.permissions.has('jobs.read') !== true) {
      return reply.status(403).send({ error: { code: 'not_permitted', permission: 'jobs.read' } })
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

async function listen(app: FastifyInstance, { port, host }: Readonly<{ port: number; host: string }>): Promise<void> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    await app.close()
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new Failure('port_unusable', { port, address: host }, error)
    throw failureOf(error) ?? error
  }
}

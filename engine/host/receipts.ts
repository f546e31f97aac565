/** Where anybody has a receipt checked. Nobody who comes here is signed in, and only a genuine receipt is told of the books. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { receiptBytesMax } from '../contract/receipts.ts'
import type { Engine } from '../engine.ts'
import { failureOf } from '../failure.ts'
import { noteIncident } from '../incident.ts'
import { checkPath } from '../receipts/check-address.ts'
import { verifyReceipt } from '../receipts/verify-receipt.ts'
import { plainContentPolicy } from './plain-page.ts'
import { formHtml, type Problem, problemHtml, receiptField, verdictHtml } from './receipt-page.ts'

/** Per address and minute: a person has a few receipts. */
export const receiptsPerMinuteMax = 30

export const isReceiptCheck = (url: string): boolean => url === checkPath || url.startsWith(`${checkPath}?`)

/** What a form puts around a file. */
const aroundBytesMax = 4 * 2 ** 10

export function serveReceiptCheck(app: FastifyInstance, engine: Engine): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.setErrorHandler((error: FastifyError, _request, reply) => answerEarly(error, reply))
    scope.get(checkPath, (_request, reply) => send(reply, 200, formHtml))
    scope.post(checkPath, { bodyLimit: receiptBytesMax + aroundBytesMax }, (request, reply) =>
      check(engine, request, reply),
    )
  })
}

async function check(engine: Engine, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const file = await fileOf(request)
  if (file === null) return send(reply, 400, problemHtml('nothingChosen'))
  try {
    const { store } = await engine.opened()
    return await send(reply, 200, verdictHtml(await verifyReceipt(store, file)))
  } catch (error) {
    if (failureOf(error) === undefined) noteIncident(engine.log, error, 'host.receipts')
    return send(reply, 503, problemHtml('notNow'))
  }
}

/** The platform's own reader of forms, over a body that is bounded and whole. Null for what is no form with a file. */
async function fileOf({ body, headers }: FastifyRequest): Promise<Uint8Array | null> {
  const type = headers['content-type']
  if (!Buffer.isBuffer(body) || type === undefined) return null
  const form = await formOf(body, type)
  const file = form?.get(receiptField)
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : null
}

async function formOf(body: Buffer, type: string): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  } catch {
    // Whatever is wrong with it, no browser sent it from our page.
    return null
  }
}

function answerEarly(error: FastifyError & Readonly<{ error?: object }>, reply: FastifyReply): FastifyReply {
  if (error.error !== undefined) return reply.status(error.statusCode ?? 429).send({ error: error.error })
  const problem: Problem = error.statusCode === 413 ? 'tooLarge' : 'nothingChosen'
  return send(reply, error.statusCode ?? 400, problemHtml(problem))
}

function send(reply: FastifyReply, status: number, html: string): FastifyReply {
  void reply.headers({
    'content-security-policy': plainContentPolicy,
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
    // A browser that may not say where a form comes from says that it comes from nowhere, and no host takes that.
    'referrer-policy': 'same-origin',
  })
  return reply.status(status).type('text/html; charset=utf-8').send(html)
}

/**
 * Batch files over HTTPS: another way into the drop folder of the producer whose key is shown. What comes is streamed to the
 * disk and never held whole; what it is worth the same rules say as for a file that was dropped.
 */
import path from 'node:path'
import { Readable } from 'node:stream'
import type { ORPCError } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Upload, UploadName } from '../contract/producer-programs.ts'
import type { Engine } from '../engine.ts'
import { type Put, putFile, unreadable, uploadBytesMax } from '../ingest/put-file.ts'
import { assertNever } from '../invariant.ts'
import { producerOf } from '../producers/program-handlers.ts'
import { notPermitted } from '../router/api.ts'
import { tokenOf } from '../router/call-context.ts'
import { fault, faultOf } from '../router/faults.ts'
import { noted, programBeside, programOf } from '../router/program.ts'
import { problemOf } from './problem.ts'

export const uploadPath = '/api/producer/files/:name'
const procedure = 'producerPrograms.upload'

export const isUpload = (url: string): boolean => url.startsWith('/api/producer/files/')

type Sent = FastifyRequest<{ Params: { name: string } }>

export function serveUploads(app: FastifyInstance, engine: Engine): void {
  void app.register(async (scope) => {
    // However it is called, it is a file: nothing reads it on the way.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    const options = { bodyLimit: uploadBytesMax + 1 }
    scope.put(uploadPath, options, async (request: Sent, reply) => {
      try {
        return await reply.status(201).send(await receive(engine, request))
      } catch (error) {
        return sendFault(reply, faultOf(error, engine.log, procedure))
      }
    })
  })
}

async function receive(engine: Engine, request: Sent): Promise<Upload> {
  const token = tokenOf(request.headers.authorization)
  const program = await programOf({ engine, source: 'rest', address: request.ip }, token)
  if (program === null) throw fault('not_signed_in', 401, undefined)
  return noted(program, procedure, async () => {
    const permission = 'batches.send'
    if (!program.session.permissions.has(permission))
      throw await notPermitted(engine, program.session, { name: procedure, permission })
    const { store } = await engine.opened()
    const producer = await store.read('producers.find', { id: producerOf(program) })
    if (producer === null) throw fault('no_producer', 403, undefined)
    const name = nameOf(request.params.name)
    const { id, code } = producer
    if (!(request.body instanceof Readable)) throw fault('file_empty', 400, undefined)
    const record = ({ status, ...facts }: Put) => {
      const note = {
        action: 'ingest.upload',
        subject: `producer:${id}`,
        outcome: status,
        detail: { file: name, ...facts },
      }
      return store.write('audit.note', note, program.caller.user.name)
    }
    const put = await putFile(request.body, {
      folder: path.join(engine.layout.drop, code),
      name,
      announced: announcedBy(request),
      mayStill: async () => (await programBeside({ engine, source: 'rest', address: request.ip }, token)) !== null,
      sentBefore: (sha256) => store.read('ingest.sentBefore', { producer: id, file: name, sha256 }),
      record,
    })
    return answerOf(name, put)
  })
}

function nameOf(asked: string): string {
  const name = UploadName.safeParse(asked)
  if (!name.success) throw fault('file_name_unusable', 400, { problem: 'not a plain file name' })
  const problem = unreadable(name.data)
  if (problem !== null) throw fault('file_name_unusable', 400, { problem })
  return name.data
}

/** The length says when a file was cut off, and the digest of RFC 9530 when it was changed. */
function announcedBy({ headers }: Sent): Readonly<{ bytes: number | null; sha256: string | null }> {
  const { 'content-length': length, 'content-digest': digest } = headers
  const told = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(String(digest ?? ''))?.[1]
  // A promise that we can't hold somebody to is not taken for one.
  if (digest !== undefined && told === undefined) throw fault('digest_unreadable', 400, undefined)
  return {
    bytes: length === undefined ? null : Number(length),
    sha256: told === undefined ? null : Buffer.from(told, 'base64').toString('hex'),
  }
}

function answerOf(file: string, put: Put): Upload {
  switch (put.status) {
    case 'put':
    case 'repeated':
      return { file, bytes: put.bytes, sha256: put.sha256, repeated: put.status === 'repeated' }
    case 'file_too_large':
      throw fault(put.status, 413, { bytesMax: uploadBytesMax })
    case 'no_longer_allowed':
      throw fault('not_signed_in', 401, undefined)
    case 'file_empty':
      throw fault(put.status, 400, undefined)
    case 'file_waiting':
      throw fault(put.status, 409, { file })
    case 'file_cut_off':
      throw fault(put.status, 400, { bytes: put.bytes })
    case 'file_differs':
      throw fault(put.status, 409, { sha256: put.sha256 })
    default:
      return assertNever(put)
  }
}

function sendFault(reply: FastifyReply, error: ORPCError<string, unknown>): FastifyReply {
  const { code, status, data } = error
  // What is left of the body is not read, so nothing else can come over this connection.
  if (status === 413) void reply.header('connection', 'close')
  return reply.status(status).send(problemOf(status, code, data))
}

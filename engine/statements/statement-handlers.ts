import path from 'node:path'
import { notFound } from '../contract/fault.ts'
import type { StatementDetail, StatementFile } from '../contract/statements.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import { downloadOf, partOf } from './download.ts'

export const statementHandlers = {
  sources: api.statements.sources.handler(async ({ context: { engine } }) => {
    const { store } = await engine.opened()
    const { sources } = await store.read('statements.sources', null)
    const items = sources.map((source) => ({
      ...source,
      accounts: [...source.accounts],
      folder: path.join(engine.layout.statements, source.code),
    }))
    return { items, next: null }
  }),

  files: api.statements.files.handler(async ({ input: { cursor, limit, ...filter }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('statements.files', { filter, before, limit })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  file: api.statements.file.handler(({ input, context }) => getFile(context, input.id)),

  list: api.statements.list.handler(async ({ input: { cursor, limit, ...filter }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('statements.list', { filter, before, limit })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.statements.get.handler(({ input, context }) => getStatement(context, input.id)),

  lines: api.statements.lines.handler(async ({ input: { id, cursor, limit }, context }) => {
    const { store } = await context.engine.opened()
    await getStatement(context, id)
    const after = cursor === undefined ? 0 : numberCursor(cursor)
    const { items, more } = await store.read('statements.lines', { statement: id, after, limit })
    return { items, next: more ? cursorOf(after + items.length) : null }
  }),

  download: api.statements.download.handler(({ input: { id }, context }) => downloadOf(context, id)),

  downloadPart: api.statements.downloadPart.handler(({ input, context }) => partOf(context, input)),

  upload: api.statements.upload.handler(async ({ input, context }) => {
    const { store, statements } = await context.engine.opened()
    const { source, name, upload = null, part, isLast } = input
    const { sources } = await store.read('statements.sources', null)
    if (!sources.some(({ code }) => code === source)) throw missing('source', source)
    const bytes = new Uint8Array(Buffer.from(part, 'base64'))
    const sent = await statements.upload({ upload, source, name, part: bytes, isLast }, sessionOf(context).user.name)
    if (sent === null) throw missing('upload', upload ?? '')
    if (sent.file === null) return { upload: sent.upload, file: null }
    return { upload: null, file: await getFile(context, sent.file) }
  }),

  scan: api.statements.scan.handler(async ({ input: { settled }, context }) => {
    const { statements } = await context.engine.opened()
    const found = await statements.drain({ settled })
    const { waiting, troubles } = statements.status()
    return { found, waiting, troubles: [...troubles] }
  }),

  preview: api.statements.preview.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return store.readLong('statements.preview', input)
  }),
}

async function getFile({ engine }: GuardedContext, id: number): Promise<StatementFile> {
  const { store } = await engine.opened()
  const file = await store.read('statements.file', { file: id })
  if (file === null) throw missing('statement_file', String(id))
  return file
}

async function getStatement({ engine }: GuardedContext, id: number): Promise<StatementDetail> {
  const { store } = await engine.opened()
  const statement = await store.read('statements.find', { statement: id })
  if (statement === null) throw missing('statement', String(id))
  return statement
}

const missing = (noun: string, id: string): Error => fault('not_found', notFound.status, { noun, id })

/** Files of statements: recorded when their bytes are in the archive, before they leave the folder that they lay in. */
import type { FileProblem } from '../../contract/statements.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { sourcesInForce } from '../sources/sources.ts'
import { raiseUnreadable } from '../statement-exceptions.ts'

/** Where it lay; null for a file that was sent in. */
export type Lay = Readonly<{ path: string; inode: string; modifiedAt: number }>

export type StatementArrival = Readonly<{
  source: string
  name: string
  bytes: number
  sha256: Uint8Array
  archive: string
  lay: Lay | null
}>

export type StatementReceived = Readonly<{ status: 'received' | 'repeated' | 'too_large'; file: number }>

/** More than any bank sends, and no more than anybody wants to wait for. */
const bytesMax = 4 * 2 ** 30

export const receiveStatements = command({
  topics: ['statements', 'exceptions'],
  record: ({ source, name, bytes, sha256 }: StatementArrival, { status, file }: StatementReceived) => ({
    action: 'statements.receive',
    subject: `statement-file:${file}`,
    outcome: status,
    detail: { source, file: name, bytes, sha256: Buffer.from(sha256).toString('hex') },
  }),
  run: ({ raw, at, actor }, { lay, ...arrival }): StatementReceived => {
    const sha256 = Buffer.from(arrival.sha256)
    const { same, insert } = statementsOf(raw)
    const repeats = (same.get(sha256) as number | undefined) ?? null
    const problem = repeats === null && arrival.bytes > bytesMax ? tooLarge(arrival.bytes) : null
    const state = repeats !== null ? 'repeated' : problem === null ? 'reading' : 'refused'
    const { lastInsertRowid } = insert.run({
      ...arrival,
      sha256,
      repeats,
      version: sourcesInForce({ raw }).version,
      state,
      problem: problem === null ? null : JSON.stringify(problem),
      readAt: state === 'reading' ? null : at,
      at,
      by: actor,
      path: lay?.path ?? null,
      inode: lay?.inode ?? null,
      modifiedAt: lay?.modifiedAt ?? null,
      folderLeft: Number(lay === null),
    })
    const file = Number(lastInsertRowid)
    if (problem !== null) raiseUnreadable(raw, at, { file, source: arrival.source, name: arrival.name, problem })
    return { status: state === 'repeated' ? 'repeated' : problem === null ? 'received' : 'too_large', file }
  },
})

const tooLarge = (bytes: number): FileProblem => ({
  code: 'too_large',
  place: 1,
  field: 'bytes',
  found: String(bytes),
  around: [],
})

export const noteFolderLeft = command({
  topics: [],
  // That the file left its folder is part of its arrival, which has its record.
  record: null,
  run: ({ raw }, { files }: Readonly<{ files: readonly number[] }>) => {
    for (const file of files) statementsOf(raw).left.run(file)
    return null
  },
})

const statementsOf = perConnection((raw) => ({
  // What was refused can be sent again when its mapping was put right.
  same: raw.prepare(`SELECT id FROM statement_file WHERE sha256 = ? AND state IN ('reading', 'read') LIMIT 1`).pluck(),
  insert: raw.prepare(`
    INSERT INTO statement_file (source, setting_version, name, bytes, sha256, archive, state, problem, repeats, received_at,
      received_by, read_at, path, inode, modified_at, folder_left)
    VALUES (@source, @version, @name, @bytes, @sha256, @archive, @state, @problem, @repeats, @at, @by, @readAt, @path, @inode,
      @modifiedAt, @folderLeft)`),
  left: raw.prepare('UPDATE statement_file SET folder_left = 1 WHERE id = ?'),
}))

/**
 * Posts judged rows of a batch in one transaction, with their identities, balances, sums and the batch's progress. So a
 * crash leaves whole pieces only, and the next start goes on behind the last one.
 */
import type { Database } from 'better-sqlite3'
import type { Agreement } from '../../contract/agreements.ts'
import { isAmong } from '../../identities/entries.ts'
import { findSuspects } from '../../identities/known.ts'
import { othersClaimed, sinceStandsAlone } from '../../identities/runs.ts'
import { invariant } from '../../invariant.ts'
import { type CommandContext, command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { holdStopped } from '../hold-batch.ts'
import type { JudgedBlock } from '../judge/judged-block.ts'
import { type PieceRows, pieceBehind } from './piece.ts'
import { type Piece, type PosterOf, RowPoster } from './row-poster.ts'

export type PostInput = Readonly<{
  batch: number
  producer: number
  rows: PieceRows
  /** The newest run of identities when the suspects were looked for; null when they were not. */
  claimsSince: number | null
  clientUnknown: Agreement['effects']['CLIENT_UNKNOWN']
  /** The line behind the last one that is posted already. */
  firstLine: number
}>

/** It stops where somebody suspended the producer, or decided something else about the batch. */
export type Posted =
  | Readonly<{ status: 'stopped' }>
  /** When somebody waits for the writer, what is left of the piece is handed back. */
  | Readonly<{ status: 'posted'; rows: number; lastLine: number; bytesDone: number; rest: PieceRows | null }>

type Standing = Readonly<{ state: string; sum: number; root: Buffer | null; linesDone: number; producerState: string }>

export const postBlock = command({
  topics: ['batches', 'clients'],
  // The batch's seal records what all its pieces did.
  record: null,
  isLong: true,
  inBulk: true,
  run: ({ raw, at, othersWait }, input: PostInput): Posted => postPiece({ raw, at, othersWait }, input, 'unreferenced'),
})

export function postPiece(
  { raw, at, othersWait }: Pick<CommandContext, 'raw' | 'at' | 'othersWait'>,
  input: PostInput,
  inBulk: PosterOf['inBulk'],
): Posted {
  const { batch, firstLine, rows } = input
  const standing = statementsOf(raw).standing.get(batch) as Standing | undefined
  if (standing === undefined || standing.state !== 'posting') return { status: 'stopped' }
  if (standing.producerState === 'suspended') {
    holdStopped(raw, batch, at)
    return { status: 'stopped' }
  }
  if (rows.blocks.length === 0) return { status: 'posted', rows: 0, lastLine: firstLine - 1, bytesDone: 0, rest: null }
  invariant(standing.linesDone < firstLine, 'lines that are posted already', { batch, firstLine })
  const { producer, clientUnknown } = input
  const rootBefore = standing.root ?? Buffer.alloc(32)
  const of = { batch, producer, sumBefore: standing.sum, clientUnknown, rootBefore, inBulk }
  const poster = new RowPoster(raw, at, of, rows)
  let [blocks, posted] = [0, 0]
  let end = { lastLine: firstLine - 1, bytesDone: 0 }
  for (const each of suspected(raw, input)) {
    if (blocks > 0 && (poster.isFull || othersWait())) break
    poster.take(each)
    blocks += 1
    posted += each.block.count
    end = endOf(each.block)
  }
  const piece = poster.finish()
  proveStored(raw, batch, piece)
  const { counts, first, last, root } = piece
  statementsOf(raw).piece.run(batch, firstLine, end.lastLine, first, last, root)
  statementsOf(raw).progress.run({ ...counts, batch, root, ...end })
  return {
    status: 'posted',
    rows: posted,
    ...end,
    rest: blocks < rows.blocks.length ? pieceBehind(rows, blocks) : null,
  }
}

const endOf = ({ lines, count, bytesRead }: JudgedBlock) => ({
  lastLine: lines[count - 1] as number,
  bytesDone: bytesRead,
})

/** Should anybody else have claimed identities since the suspects were looked for, they are looked for again. */
function suspected(raw: Database, { batch, producer, rows, claimsSince }: PostInput): PieceRows['blocks'] {
  const { blocks } = rows
  if (claimsSince !== null && !othersClaimed(raw, producer, { since: claimsSince, batch })) return blocks
  const all = blocks.flatMap(({ block }) => [...block.identities.subarray(0, block.count)])
  const since = claimsSince !== null && sinceStandsAlone(raw, producer, claimsSince) ? claimsSince : 0
  const { hashes } = findSuspects(raw, producer, Float64Array.from(all), since)
  return blocks.map(({ block, suspects, clients }) => ({
    block,
    clients,
    suspects: suspects.map((known, row) => (isAmong(hashes, block.identities[row] ?? 0) ? 1 : known)),
  }))
}

/** Read back before it is committed: what is stored is what was counted. */
function proveStored(raw: Database, batch: number, { counts, first, last }: Piece): void {
  const stored = statementsOf(raw).stored.get({ batch, first, last }) as { posted: number; sum: number }
  const same = stored.posted === counts.posted && stored.sum === counts.sum
  invariant(same, 'the postings are not what the batch counts', { batch, posted: counts.posted, stored: stored.posted })
}

const statementsOf = perConnection((raw) => ({
  standing: raw.prepare(`
    SELECT batch.state, batch.sum, batch.root_hash AS root, batch.lines_done AS linesDone,
      producer.state AS producerState
    FROM batch JOIN producer ON producer.id = batch.producer_id WHERE batch.id = ?`),
  stored: raw.prepare(`
    SELECT count(*) AS posted, coalesce(sum(amount), 0) AS sum FROM movement
    WHERE seq BETWEEN @first AND @last AND batch_id = @batch`),
  piece: raw.prepare(`
    INSERT INTO batch_piece (batch_id, first_line, last_line, first, last, root) VALUES (?, ?, ?, ?, ?, ?)`),
  progress: raw.prepare(`
    UPDATE batch SET posted = posted + @posted, repeats = repeats + @repeats, conflicts = conflicts + @conflicts,
      faults = faults + @faults, held = held + @held, sum = sum + @sum,
      unposted = unposted - (@posted + @repeats + @conflicts + @faults + @held),
      root_hash = @root, bytes_done = @bytesDone, lines_done = @lastLine
    WHERE id = @batch`),
}))

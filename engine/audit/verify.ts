/**
 * Proves the chain: every record's hash is recomputed from its content, every link is followed, the end is held against
 * the authenticated head, and, when given, the whole against an anchor that was kept outside.
 */
import type { Anchor, ChainProblem, ChainVerdict } from '../contract/audit.ts'
import type { Finding } from '../contract/workspace.ts'
import type { QueryContext } from '../store/command.ts'
import { anchorIsSigned } from './anchor.ts'
import { beforeFirst, type ChainKey, hashOf, macOfHead } from './chain.ts'
import { forgedHead } from './prove-head.ts'

export type VerifyInput = Readonly<{ chainKey: ChainKey; anchor: Anchor | null; workspace: string }>
type Row = [number, number, string, string, string, string, string, Buffer, Buffer]
type Head = Readonly<{ seq: number; hash: Buffer; mac: Buffer }>

const progressEvery = 50_000

export function verifyChain({ raw, onProgress }: QueryContext, input: VerifyInput): ChainVerdict {
  const rows = raw
    .prepare('SELECT seq, at, actor, action, subject, outcome, detail, prev, hash FROM audit_record ORDER BY seq')
    .raw()
    .iterate() as IterableIterator<Row>
  let last = { seq: 0, hash: beforeFirst }
  let anchored: Buffer | undefined
  for (const row of rows) {
    const problem = problemOf(row, last)
    if (problem !== undefined) return { intact: false, records: last.seq, ...problem }
    last = { seq: row[0], hash: row[8] }
    if (input.anchor?.seq === last.seq) anchored = last.hash
    if (last.seq % progressEvery === 0) onProgress({ records: last.seq })
  }
  const head = raw.prepare('SELECT seq, hash, mac FROM audit_head WHERE id = 1').get() as Head | undefined
  const problem =
    problemOfHead(last, head, input.chainKey) ?? problemOfAnchor(raw, anchored, input) ?? problemOnRecord(raw)
  return { intact: problem === undefined, records: last.seq, ...(problem ?? { brokenAt: null, problem: null }) }
}

/** What a check of other things would call its differences. */
export const findingsOfChain = ({ intact, brokenAt, problem }: ChainVerdict): readonly Finding[] =>
  intact || problem === null
    ? []
    : [{ code: problem, subject: `record:${brokenAt ?? '?'}`, expected: 'intact', found: problem }]

type Problem = Readonly<{ brokenAt: number; problem: ChainProblem }>

function problemOf(
  [seq, at, actor, action, subject, outcome, detail, prev, hash]: Row,
  last: Readonly<{ seq: number; hash: Buffer }>,
): Problem | undefined {
  if (seq !== last.seq + 1) return { brokenAt: last.seq + 1, problem: 'missing' }
  if (!hashOf(prev, { seq, at, actor, action, subject, outcome, detail }).equals(hash)) {
    return { brokenAt: seq, problem: 'changed' }
  }
  // Both records are whole in themselves, but the later was not written after the earlier: one of them was put there.
  if (!prev.equals(last.hash)) return { brokenAt: last.seq === 0 ? seq : last.seq, problem: 'out_of_order' }
  return undefined
}

function problemOfHead(
  last: Readonly<{ seq: number; hash: Buffer }>,
  head: Head | undefined,
  chainKey: ChainKey,
): Problem | undefined {
  // Every store begins with the record of its founding, so an empty chain without a head was emptied by somebody.
  const forged = { brokenAt: Math.max(1, last.seq), problem: 'head_forged' } as const
  if (head === undefined || !macOfHead(chainKey, head.seq, head.hash).equals(head.mac)) return forged
  if (head.seq > last.seq) return { brokenAt: last.seq + 1, problem: 'cut_off' }
  if (head.seq < last.seq) return { brokenAt: head.seq + 1, problem: 'out_of_order' }
  return head.hash.equals(last.hash) ? undefined : { brokenAt: last.seq, problem: 'changed' }
}

/** A head that was not ours was found at some opening, and what was before it is not proven by the head of now. */
function problemOnRecord(raw: QueryContext['raw']): Problem | undefined {
  const seq = raw
    .prepare('SELECT min(seq) FROM audit_record WHERE action = @action AND outcome = @outcome')
    .pluck()
    .get(forgedHead) as number | null
  return seq === null ? undefined : { brokenAt: seq, problem: 'head_forged' }
}

function problemOfAnchor(
  raw: QueryContext['raw'],
  anchored: Buffer | undefined,
  { anchor, workspace }: VerifyInput,
): Problem | undefined {
  if (anchor === null) return undefined
  const known = raw.prepare('SELECT public_key FROM signing_key').pluck().all() as Buffer[]
  const ours = known.some((key) => key.toString('base64') === anchor.publicKey)
  if (!ours || anchor.workspace !== workspace || !anchorIsSigned(anchor)) {
    return { brokenAt: anchor.seq, problem: 'anchor_forged' }
  }
  // An anchor of record 0 was signed before anything happened, and anything follows from it.
  if (anchor.seq === 0) return undefined
  if (anchored === undefined) return { brokenAt: anchor.seq, problem: 'cut_off' }
  return anchored.toString('hex') === anchor.hash ? undefined : { brokenAt: anchor.seq, problem: 'anchor_mismatch' }
}

/** A small file from verdict to seal in one command: its rows are all known, so it waits for the disk once. */
import type { Database } from 'better-sqlite3'
import { findSuspects } from '../../identities/known.ts'
import { othersClaimed, sinceStandsAlone } from '../../identities/runs.ts'
import { command } from '../../store/command.ts'
import { mostAlike } from '../check/alike.ts'
import { type Judged, type Judging, judge } from '../check/check-commands.ts'
import { type PostInput, postPiece } from './post-block.ts'
import { type Sealed, seal } from './seal.ts'

type Settling = Readonly<{ judging: Judging; posting: PostInput }>
type Settled = Readonly<{ judged: Judged; sealed: Sealed | null }>

export const settleSmall = command({
  topics: ['batches', 'ingest', 'clients', 'exceptions'],
  record: ({ judging: { batch, facts } }: Settling, { judged, sealed }: Settled) => ({
    action: sealed === null ? 'batch.check' : 'batch.seal',
    subject: `batch:${batch}`,
    outcome: sealed === null ? judged.state : 'posted',
    detail:
      sealed === null
        ? { rows: facts.rows, faults: facts.faults, reasons: judged.spoken.map((each) => each.code) }
        : { rows: sealed.rows, posted: sealed.posted, sum: sealed.sum, root: sealed.root },
  }),
  run: ({ raw, at }, { judging, posting }): Settled => {
    const judged = judge(raw, at, asOfNow(raw, judging, posting))
    if (judged.state !== 'posting') return { judged, sealed: null }
    // Its seal follows in the same transaction, so it goes to its end whoever waits.
    const posted = postPiece({ raw, at, othersWait: () => false }, posting, 'referenced')
    return { judged, sealed: posted.status === 'posted' ? seal(raw, at, judging.batch) : null }
  },
})

/** The file before it may have been settled after this one was read: then what came before is looked for once more. */
function asOfNow(raw: Database, judging: Judging, { batch, producer, rows }: PostInput): Judging {
  const { facts } = judging
  if (!othersClaimed(raw, producer, { since: facts.claimsSince, batch })) return judging
  const identities = rows.blocks.flatMap(({ block }) =>
    [...block.identities].filter((_, row) => block.outcomes[row] !== fault),
  )
  const alone = sinceStandsAlone(raw, producer, facts.claimsSince)
  const { known } = findSuspects(raw, producer, Float64Array.from(identities), alone ? facts.claimsSince : 0)
  const alike = mostAlike(raw, { producer, batch }, facts, facts.sketch)
  return { ...judging, facts: { ...facts, known: alone ? facts.known + known : known, alike } }
}

const fault = 1

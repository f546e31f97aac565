/** What makes sense to offer about a batch: by its state, and by what the person may do. The engine decides. */
import type { Batch } from '../../engine/contract/batches.ts'
import type { Permission } from '../../engine/contract/permission.ts'

export type BatchAction = 'release' | 'reject' | 'recheck' | 'reverse' | 'download'

type Standing = Pick<Batch, 'state' | 'posted' | 'repeats' | 'conflicts' | 'held' | 'reversal' | 'verdict'>

const needed: Readonly<Record<BatchAction, readonly Permission[]>> = {
  release: ['batches.decide', 'proposals.propose'],
  reject: ['batches.decide'],
  recheck: ['batches.decide'],
  reverse: ['ledger.correct', 'proposals.propose'],
  download: ['batches.download'],
}

/** What was posted of it stays posted until it is reversed, so then it can neither be rejected nor judged anew. */
const isBegun = ({ posted, repeats, conflicts, held }: Standing): boolean =>
  [posted, repeats, conflicts, held].some((rows) => rows > 0)

/** What a person rejected stays rejected: the file can be dropped again. */
const isRejectedByRule = ({ state, verdict }: Standing): boolean =>
  state === 'rejected' && verdict.some(({ effect }) => effect === 'reject')

const fits: Readonly<Record<BatchAction, (batch: Standing) => boolean>> = {
  release: ({ state }) => state === 'held',
  reject: (batch) => batch.state === 'held' && !isBegun(batch),
  recheck: (batch) => (batch.state === 'held' || isRejectedByRule(batch)) && !isBegun(batch),
  reverse: ({ state, posted, reversal }) =>
    posted > 0 && reversal === null && (state === 'held' || state === 'posted' || state === 'reconciled'),
  download: () => true,
}

const order: readonly BatchAction[] = ['release', 'reject', 'recheck', 'reverse', 'download']

export const actionsFor = (batch: Standing, permissions: readonly Permission[]): readonly BatchAction[] =>
  order.filter((action) => fits[action](batch) && needed[action].every((each) => permissions.includes(each)))

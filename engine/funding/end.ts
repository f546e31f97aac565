/** Money that is expected no more: nobody paid in time, or somebody of us took the request back. */
import type { FundRequest, FundState } from '../contract/funding.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { end } from './happen.ts'
import { isMove, life, standingOf } from './life.ts'
import { documentOf, getRecord, recordById } from './request.ts'

type Cancelling = Readonly<{ id: number; reason: string }>
type Cancelled =
  | Readonly<{ status: 'done'; request: FundRequest }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'fund_request_over'; state: FundState }>

/** Asked again it answers the same: who presses twice has cancelled once. */
export const cancelFundRequest = command({
  topics: ['clients', 'funding'],
  record: ({ id, reason }: Cancelling, { status }: Cancelled) => ({
    action: 'funding.cancel',
    subject: `fund:${id}`,
    outcome: status,
    detail: { reason },
  }),
  run: ({ raw, at, actor }, { id, reason }): Cancelled => {
    const request = recordById(raw, id)
    if (request === null) return { status: 'not_found' }
    const step = life[standingOf(request)].cancelled
    if (step === 'known') return { status: 'done', request: documentOf(request) }
    if (!isMove(step)) return { status: 'fund_request_over', state: request.state }
    return {
      status: 'done',
      request: documentOf(end({ raw, at }, request, { state: 'cancelled', by: actor, reason })),
    }
  },
})

type Expired = Readonly<{ requests: number; more: boolean }>
const requestsMax = 500

/** A bounded piece, so that nobody waits long behind a morning on which very many expire; `more` says that some are left. */
export const expireFundRequests = command({
  isLong: true,
  topics: ['clients', 'funding'],
  record: (_: null, { requests }: Expired) => ({
    action: 'funding.expire',
    subject: 'fund-requests',
    outcome: 'done',
    detail: { requests },
  }),
  run: ({ raw, at }): Expired => {
    const due = statementsOf(raw).due.all(at, requestsMax + 1) as number[]
    const now = due.slice(0, requestsMax)
    for (const id of now) end({ raw, at }, getRecord(raw, id), { state: 'expired', by: 'engine' })
    return { requests: now.length, more: due.length > requestsMax }
  },
})

export const anyFundsDue = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).due.get(at, 1) !== undefined

const statementsOf = perConnection((raw) => ({
  due: raw
    .prepare(`
      SELECT id FROM fund_request WHERE state IN ('requested', 'pending') AND expires_at <= ? ORDER BY expires_at LIMIT ?`)
    .pluck(),
}))

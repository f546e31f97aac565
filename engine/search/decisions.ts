/** What people decide: exceptions by their number and by the money at stake, proposals by their number. */
import { isoOf } from '../calendar/instant.ts'
import type { Awaited, ExceptionCode, ExceptionStatus, Resolution, Severity } from '../contract/exceptions.ts'
import type { ProposalState } from '../contract/proposals.ts'
import type { SearchHit } from '../contract/search.ts'
import { perConnection } from '../store/compiled.ts'
import { type Asked, firstOfEach, wanted } from './asked.ts'

export function findExceptions({ raw, typed: { number }, money }: Asked): readonly SearchHit[] {
  const { one, atStake } = statementsOf(raw)
  const byNumber = number !== null && (number.noun ?? 'exception') === 'exception' ? [number.value] : []
  const byMoney = money === null ? [] : (atStake.all({ ...money, wanted }) as number[])
  return firstOfEach([...byNumber, ...byMoney]).flatMap((id) => {
    const row = one.get(id) as ExceptionRow | undefined
    if (row === undefined) return []
    const snoozedUntil = row.snoozedUntil === null ? null : isoOf(row.snoozedUntil)
    return [{ kind: 'exception' as const, ...row, snoozedUntil }]
  })
}

type ExceptionRow = Readonly<{
  exception: number
  code: ExceptionCode
  severity: Severity
  status: ExceptionStatus
  waitingFor: Awaited | null
  resolution: Resolution | null
  snoozedUntil: number | null
  amount: number | null
  currency: string | null
  producerName: string | null
  client: string | null
}>

export function findProposals({ raw, typed: { number } }: Asked): readonly SearchHit[] {
  if (number === null || (number.noun ?? 'proposal') !== 'proposal') return []
  const row = statementsOf(raw).proposal.get(number.value) as ProposalRow | undefined
  return row === undefined ? [] : [{ kind: 'proposal', ...row }]
}

type ProposalRow = Readonly<{
  proposal: number
  what: string
  state: ProposalState
  amount: number | null
  currency: string | null
}>

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`
    SELECT exception.id AS exception, exception.code, severity, status, waiting_for AS waitingFor, resolution,
      snoozed_until AS snoozedUntil, amount, currency, producer.name AS producerName, client_id AS client
    FROM exception LEFT JOIN producer ON producer.id = exception.producer_id WHERE exception.id = ?`),
  // Of what is over nobody asks how much was at stake, and there is no end of it.
  atStake: raw
    .prepare(`
      SELECT id FROM exception INDEXED BY exception_by_money
      WHERE amount = @amount AND status <> 'resolved' AND currency = @currency ORDER BY due_at, id LIMIT @wanted`)
    .pluck(),
  proposal: raw.prepare(`
    SELECT id AS proposal, kind AS what, state, amount, currency FROM proposal WHERE id = ?`),
}))

/** One exception as a person works on it: with what they may do now, and the proposals about it. */
import { isoOf } from '../calendar/instant.ts'
import type { ExceptionDetail } from '../contract/exceptions.ts'
import { permissionsOf, type Role } from '../contract/permission.ts'
import { findException } from '../exceptions/exceptions.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { factsOf } from './facts.ts'
import { standingsOf } from './may.ts'

export async function findCase(
  { db, raw }: QueryContext,
  { id, roles }: Readonly<{ id: number; roles: readonly Role[] }>,
): Promise<ExceptionDetail | null> {
  const exception = await findException({ db, raw }, { id })
  const facts = factsOf(raw, id)
  if (exception === null || facts === null) return null
  const proposals = statement(raw).all(id) as (Omit<ExceptionDetail['proposals'][number], 'at'> & { at: number })[]
  return {
    ...exception,
    actions: standingsOf(facts, permissionsOf(roles)),
    proposals: proposals.map((each) => ({ ...each, at: isoOf(each.at) })),
    batchState: facts.batchState,
  }
}

const statement = perConnection((raw) =>
  raw.prepare(`
    SELECT proposal.id, proposal.kind, proposal.state, user.name AS proposedBy, proposal.proposed_at AS at
    FROM exception_proposal AS link JOIN proposal ON proposal.id = link.proposal
    JOIN user ON user.id = proposal.proposed_by WHERE link.exception_id = ? ORDER BY proposal.id DESC`),
)

/**
 * The edge of the contract: failures of the world become errors with codes and facts, bugs become an incident number.
 * Nothing else leaves the engine, so no answer carries a stack, a path of this machine or a piece of SQL.
 */
import { ORPCError, ValidationError } from '@orpc/server'
import { type Failure, failureOf } from '../failure.ts'
import { type IncidentLog, noteIncident } from '../incident.ts'
import { assertNever } from '../invariant.ts'

type Issue = Readonly<{ message: string; path?: readonly unknown[] | undefined }>

export function faultOf(error: unknown, log: IncidentLog, where: string): ORPCError<string, unknown> {
  if (error instanceof ORPCError)
    return error.code === 'BAD_REQUEST' ? badInput(error) : knownOrIncident(error, log, where)
  const failure = failureOf(error)
  if (failure === undefined) return incident('internal', 500, noteIncident(log, error, where))
  return ofFailure(failure, log, where)
}

/** Errors of the contract pass; what the library throws by itself, an output that breaks the contract, is a bug of ours. */
function knownOrIncident(
  error: ORPCError<string, unknown>,
  log: IncidentLog,
  where: string,
): ORPCError<string, unknown> {
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  return incident('internal', 500, noteIncident(log, error.cause ?? error, where))
}

function badInput(error: ORPCError<string, unknown>): ORPCError<string, unknown> {
  const issues = error.cause instanceof ValidationError ? (error.cause.issues as readonly Issue[]) : []
  return fault('bad_input', 400, {
    issues: issues.map(({ message, path = [] }) => ({ path: path.map(segmentOf).join('.'), problem: message })),
  })
}

const segmentOf = (segment: unknown): string =>
  String(typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment)

function ofFailure(failure: Failure, log: IncidentLog, where: string): ORPCError<string, unknown> {
  switch (failure.code) {
    case 'wrong_key':
    case 'workspace_missing':
      return fault('workspace_sealed', 423, undefined)
    case 'engine_stopping':
      return fault('engine_stopping', 503, undefined)
    case 'disk_full':
    case 'workspace_unwritable':
      return incident('disk_full', 507, noteIncident(log, failure, where))
    case 'store_newer':
      return fault('store_newer', 409, { found: Number(failure.facts.found), known: Number(failure.facts.known) })
    case 'policy_unusable':
      return fault('policy_unusable', 409, failure.facts)
    case 'directory_unusable':
      return fault('backup_directory_unusable', 409, failure.facts)
    case 'store_damaged': {
      const { pages } = failure.facts
      const id = noteIncident(log, failure, where)
      return fault('store_damaged', 500, { incident: id, ...(pages === undefined ? {} : { pages: String(pages) }) })
    }
    case 'keys_damaged':
    case 'backup_damaged':
    case 'upgrade_failed':
      return incident('store_damaged', 500, noteIncident(log, failure, where))
    case 'workspace_exists':
    case 'tls_required':
    case 'port_unusable':
    case 'workspace_in_use':
      return incident('internal', 500, noteIncident(log, failure, where))
    default:
      return assertNever(failure.code)
  }
}

const incident = (code: string, status: number, id: string): ORPCError<string, unknown> =>
  fault(code, status, { incident: id })

export const fault = (code: string, status: number, data: unknown): ORPCError<string, unknown> =>
  new ORPCError(code, { status, message: code, data })

/** How a command can end badly: every error becomes a code with facts and an exit code, here and nowhere else. */
import { ORPCError } from '@orpc/server'
import { type FailureCode, failureOf } from '../failure.ts'
import { logToStderr, noteIncident } from '../incident.ts'
import { Refusal, UsageError } from './refusal.ts'

export const exits = { done: 0, refused: 1, usage: 2, inUse: 3, key: 4 } as const
export type Exit = (typeof exits)[keyof typeof exits]

export type Fault = Readonly<{ code: string; facts: Readonly<Record<string, unknown>>; exit: Exit }>

export function faultOf(error: unknown, command: string): Fault {
  if (error instanceof UsageError) return { code: 'usage', facts: { problem: error.problem }, exit: exits.usage }
  if (error instanceof Refusal) return { code: error.code, facts: error.facts, exit: exits.refused }
  if (error instanceof ORPCError) return ofContract(error)
  const failure = failureOf(error)
  if (failure !== undefined) return { code: failure.code, facts: failure.facts, exit: exitOfFailure[failure.code] }
  return { code: 'internal', facts: { incident: noteIncident(logToStderr, error, `cli ${command}`) }, exit: 1 }
}

function ofContract({ code, data }: ORPCError<string, unknown>): Fault {
  const facts = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
  // The passphrase opened its slot, and what was in the slot does not open the store: the store is not what it was.
  if (code === 'workspace_sealed') return { code: 'store_damaged', facts, exit: exits.key }
  return { code, facts, exit: keyProblems.has(code) ? exits.key : exits.refused }
}

const keyProblems: ReadonlySet<string> = new Set(['wrong_credentials', 'store_damaged'])

const exitOfFailure: Readonly<Record<FailureCode, Exit>> = {
  workspace_missing: exits.refused,
  workspace_exists: exits.refused,
  workspace_in_use: exits.inUse,
  workspace_unwritable: exits.refused,
  store_newer: exits.refused,
  store_damaged: exits.key,
  keys_damaged: exits.key,
  wrong_key: exits.key,
  disk_full: exits.refused,
  upgrade_failed: exits.refused,
  backup_damaged: exits.key,
  directory_unusable: exits.refused,
  engine_stopping: exits.refused,
  tls_required: exits.refused,
  port_unusable: exits.refused,
  policy_unusable: exits.refused,
}

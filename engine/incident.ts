/**
 * What the log of this machine learns of a bug: an id that a person can quote, where it happened, and nothing that could
 * be a name, an amount or a line of a file. Messages of other people's errors quote their input, so they stay out.
 */
import { randomUUID } from 'node:crypto'
import { InvariantError } from './invariant.ts'

export type Incident = Readonly<{
  incident: string
  where: string
  kind: string
  code: string | null
  frames: readonly string[]
}>
export type IncidentLog = (incident: Incident) => void

export function noteIncident(log: IncidentLog, error: unknown, where: string): string {
  const incident = randomUUID().slice(0, 8)
  const known = error instanceof Error ? error : undefined
  const code = (error as { code?: unknown } | null)?.code
  log({
    incident,
    where,
    kind: error instanceof InvariantError ? error.message : (known?.name ?? typeof error),
    code: typeof code === 'string' ? code : null,
    frames: framesOf(known?.stack ?? ''),
  })
  return incident
}

const framesOf = (stack: string): string[] =>
  stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)

/** Where no host brings a log of its own: one line of JSON on stderr. */
export const logToStderr: IncidentLog = (incident) => {
  process.stderr.write(`${JSON.stringify({ level: 'error', time: Date.now(), ...incident })}\n`)
}

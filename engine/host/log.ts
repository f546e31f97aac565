/**
 * Structured logs, one JSON object a line. A request is its number, method, route, status and time: no address, no query,
 * no body, no name, so that a log can be handed to anybody who helps.
 */
import { type Logger, pino } from 'pino'
import type { Incident } from '../incident.ts'

export const makeLog = (level: string): Logger =>
  pino({ level, base: { program: 'countinghouse' }, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))

export const incidentLog =
  (log: Logger) =>
  (incident: Incident): void =>
    log.error(incident, 'incident')

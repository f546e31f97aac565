/**
 * How bad an exception is, by its code and by the money at stake, and by when somebody should have decided about it, as
 * the setting in force says.
 */
import type { Database } from 'better-sqlite3'
import { type ExceptionCode, type Severity, severities } from '../contract/exceptions.ts'
import { invariant } from '../invariant.ts'
import { settingInForce } from '../settings/in-force.ts'
import { perConnection } from '../store/compiled.ts'

const hourMs = 3_600_000

/** The worse of what its code says and what its money does; money that nobody knows says nothing. */
export function severityOf(
  raw: Database,
  { code, amount }: Readonly<{ code: ExceptionCode; amount: number | null }>,
): Severity {
  const ofCode = statementsOf(raw).ofCode.get(code) as Severity | undefined
  invariant(ofCode !== undefined, 'an exception of a code that the store does not know', { code })
  if (amount === null) return ofCode
  const { moneySteps } = settingInForce(raw, 'exceptions').value
  return moneySteps.reduce((worst, step) => (amount >= step.atLeast ? worseOf(worst, step.severity) : worst), ofCode)
}

/** When one is due that is raised, opened again or found to be worse now. */
export const dueAfter = (raw: Database, at: number, severity: Severity): number =>
  at + settingInForce(raw, 'exceptions').value.dueInHours[severity] * hourMs

export const worseOf = (one: Severity, other: Severity): Severity =>
  severities.indexOf(other) < severities.indexOf(one) ? other : one

const statementsOf = perConnection((raw) => ({
  ofCode: raw.prepare('SELECT severity FROM exception_code WHERE code = ?').pluck(),
}))

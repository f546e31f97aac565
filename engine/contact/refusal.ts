/** Why contact refused something, as an error of the contract with its facts. */
import { clientContacts, contact, contactFaults } from '../contract/contact.ts'
import { invariant } from '../invariant.ts'
import { fault } from '../router/faults.ts'

const errorsOf = (procedure: { '~orpc': { errorMap: object } }): object => procedure['~orpc'].errorMap

/** Every code that a procedure of contact declares, with its status. */
const statuses: Readonly<Record<string, { status?: number } | undefined>> = Object.assign(
  {},
  ...[...Object.values(contact), ...Object.values(clientContacts)].map(errorsOf),
  contactFaults,
)

export function refused({ status, ...facts }: Readonly<{ status: string }>): Error {
  const known = statuses[status]
  invariant(known?.status !== undefined, 'a refusal that the contract does not know', { status })
  return fault(status, known.status, facts)
}

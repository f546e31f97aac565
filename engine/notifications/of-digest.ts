/** That the day's e-mail did not reach the one it was for, told where they do look. */
import type { Database } from 'better-sqlite3'
import type { MessageError } from '../contract/messages.ts'
import { findPerson } from './people.ts'
import { tell } from './tell.ts'

type Failed = Readonly<{ user: number; error: MessageError }>

export function tellOfDigestFailed(raw: Database, at: number, { user, error }: Failed): void {
  const person = findPerson(raw, user)
  if (person !== null) tell(raw, at, person, { kind: 'digest_failed', subject: 'digest', facts: { error } })
}

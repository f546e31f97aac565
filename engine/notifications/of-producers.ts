/** That a producer was suspended, for those who could have done it; and that it is over. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { takeBack, tellThose } from './tell.ts'

type Suspension = Readonly<{ by: string; reason: string }>

export function tellOfSuspension(raw: Database, at: number, producer: number, { by, reason }: Suspension): void {
  const name = statementsOf(raw).name.get(producer) as string
  const note = {
    kind: 'producer_suspended',
    subject: subjectOf(producer),
    facts: { producer: name, by, reason },
  } as const
  tellThose(raw, at, note, (person) => person.name !== by)
}

export const tellOfResumption = (raw: Database, at: number, producer: number): void =>
  takeBack(raw, at, { subject: subjectOf(producer), kinds: ['producer_suspended'] })

const subjectOf = (producer: number): string => `producer:${producer}`

const statementsOf = perConnection((raw) => ({
  name: raw.prepare('SELECT name FROM producer WHERE id = ?').pluck(),
}))

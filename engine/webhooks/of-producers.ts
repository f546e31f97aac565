/** That a producer was suspended, and that it is over. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { isWanted, noteEvent } from './note-event.ts'

type Told =
  | Readonly<{ type: 'producer.suspended'; by: string; reason: string }>
  | Readonly<{ type: 'producer.resumed' }>

export function noteProducer(raw: Database, at: number, id: number, { type, ...more }: Told): void {
  if (!isWanted(raw, type)) return
  const { code, name } = statementsOf(raw).producer.get(id) as Readonly<{ code: string; name: string }>
  noteEvent(raw, at, { type, subject: `producer:${code}`, data: { producer: code, name, ...more } })
}

const statementsOf = perConnection((raw) => ({
  producer: raw.prepare('SELECT code, name FROM producer WHERE id = ?'),
}))

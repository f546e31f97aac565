/** A statement as somebody takes it, for a client or as one: made by the thread for long reading, and written down. */
import { dayNumberOf } from '../calendar/day.ts'
import { statementDaysMax, statementRefusals } from '../contract/client-statements.ts'
import type { Engine } from '../engine.ts'
import type { CallSource } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { StatementFile, WantedStatement } from './statement.ts'

type Wanted = Omit<WantedStatement, 'currency'> & Readonly<{ currency: string | undefined }>

/** Without a currency it is of the client's first wallet. Null where there is no such wallet. */
export async function makeStatement(
  engine: Engine,
  wanted: Wanted,
): Promise<Readonly<{ file: StatementFile; currency: string }> | null> {
  refuseDays(wanted)
  const { store } = await engine.opened()
  const { client, currency: asked } = wanted
  const found = await store.read('ledger.balance', { client, currency: asked, at: null })
  if (found === null) return null
  const { currency } = found
  const file = await store.readLong('clientStatements.write', { ...wanted, currency })
  return file === null ? null : { file, currency }
}

function refuseDays({ from, to }: Readonly<{ from: string; to: string }>): void {
  if (to < from) throw fault('days_reversed', statementRefusals.days_reversed.status, { from, to })
  const days = dayNumberOf(to) - dayNumberOf(from) + 1
  if (days > statementDaysMax)
    throw fault('days_too_many', statementRefusals.days_too_many.status, { days, daysMax: statementDaysMax })
}

type Taken = Readonly<{ wanted: WantedStatement; file: StatementFile; source: CallSource; by: string }>

/** It stands in the audit chain before any of it leaves. */
export async function handOutStatement(engine: Engine, { wanted, file, source, by }: Taken): Promise<File> {
  const { client, currency, from, to, format } = wanted
  const { name, type, bytes } = file
  const detail = { currency, from, to, format, bytes: bytes.length, source }
  const note = { action: 'clients.statement_export', subject: `client:${client}`, outcome: 'done', detail }
  const { store } = await engine.opened()
  await store.write('audit.note', note, by)
  return new File([bytes], name, { type })
}

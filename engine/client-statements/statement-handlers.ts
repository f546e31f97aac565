import { dayNumberOf } from '../calendar/day.ts'
import { fileTooLarge } from '../contract/batches.ts'
import { statementDaysMax, statementRefusals } from '../contract/client-statements.ts'
import { notFound } from '../contract/fault.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { StatementFile, WantedStatement } from './statement.ts'

/** What goes over a line that carries messages is copied a few times on its way. */
const messageBytesMax = 8 * 2 ** 20

export const clientStatementHandlers = {
  statementDocument: api.clients.statementDocument.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { client, from, to } = input
    refuseDays({ from, to })
    const missing = (): Error => fault('not_found', notFound.status, { noun: 'client', id: client })
    const found = await store.read('ledger.balance', { client, currency: input.currency, at: null })
    if (found === null) throw missing()
    const wanted = { ...input, currency: found.currency }
    const file = await store.readLong('clientStatements.write', wanted)
    if (file === null) throw missing()
    await noteExport(context, wanted, file)
    return new File([file.bytes], file.name, { type: file.type })
  }),
}

function refuseDays({ from, to }: Readonly<{ from: string; to: string }>): void {
  if (to < from) throw fault('days_reversed', statementRefusals.days_reversed.status, { from, to })
  const days = dayNumberOf(to) - dayNumberOf(from) + 1
  if (days > statementDaysMax)
    throw fault('days_too_many', statementRefusals.days_too_many.status, { days, daysMax: statementDaysMax })
}

/** It stands in the audit chain before any of it leaves. */
async function noteExport(context: GuardedContext, wanted: WantedStatement, { bytes }: StatementFile): Promise<void> {
  const isStreamed = context.source === 'rest' || context.source === 'cli'
  if (!isStreamed && bytes.length > messageBytesMax)
    throw fault('file_too_large', fileTooLarge.status, { bytes: bytes.length, bytesMax: messageBytesMax })
  const { client, currency, from, to, format } = wanted
  const detail = { currency, from, to, format, bytes: bytes.length, source: context.source }
  const note = { action: 'clients.statement_export', subject: `client:${client}`, outcome: 'done', detail }
  const { store } = await context.engine.opened()
  await store.write('audit.note', note, sessionOf(context).user.name)
}

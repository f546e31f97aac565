import { fileTooLarge } from '../contract/batches.ts'
import { notFound } from '../contract/fault.ts'
import { api, sessionOf } from '../router/api.ts'
import type { CallSource } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { StatementFile } from './statement.ts'
import { handOutStatement, makeStatement } from './take-statement.ts'

/** What goes over a line that carries messages is copied a few times on its way. */
const messageBytesMax = 8 * 2 ** 20

export const clientStatementHandlers = {
  statementDocument: api.clients.statementDocument.handler(async ({ input, context }) => {
    const { engine, source } = context
    const made = await makeStatement(engine, { ...input, currency: input.currency })
    if (made === null) throw fault('not_found', notFound.status, { noun: 'client', id: input.client })
    const { file, currency } = made
    refuseTooLarge(file, source)
    const by = sessionOf(context).user.name
    return handOutStatement(engine, { wanted: { ...input, currency }, file, source, by })
  }),
}

function refuseTooLarge({ bytes }: StatementFile, source: CallSource): void {
  const isStreamed = source === 'rest' || source === 'cli'
  if (!isStreamed && bytes.length > messageBytesMax)
    throw fault('file_too_large', fileTooLarge.status, { bytes: bytes.length, bytesMax: messageBytesMax })
}

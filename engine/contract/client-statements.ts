/** A client's statement as a file, for people (PDF) or for table programs (CSV). */
import { z } from 'zod'
import { fileTooLarge } from './batches.ts'
import { ClientId } from './client-id.ts'
import { notFound } from './fault.ts'
import { BusinessDay, CurrencyCode } from './money.ts'
import { procedure } from './procedure.ts'
import { Language } from './settings.ts'

/** A year: more is several statements. */
export const statementDaysMax = 366

export const StatementFormat = z.enum(['pdf', 'csv'])
export type StatementFormat = z.infer<typeof StatementFormat>

export const statementRefusals = {
  days_reversed: { status: 422, data: z.object({ from: z.iso.date(), to: z.iso.date() }) },
  days_too_many: { status: 422, data: z.object({ days: z.int(), daysMax: z.int() }) },
} as const

export const clientStatements = {
  statementDocument: procedure({
    method: 'GET',
    path: '/clients/{client}/statement-document',
    summary: "A client's statement for the client: every transaction of up to a year, as PDF or CSV",
    access: 'ledger.read',
  })
    .errors({ not_found: notFound, file_too_large: fileTooLarge, ...statementRefusals })
    .input(
      z.object({
        client: ClientId,
        currency: CurrencyCode.optional(),
        from: BusinessDay,
        to: BusinessDay,
        language: Language.default('en'),
        format: StatementFormat.default('pdf'),
      }),
    )
    .output(z.file()),
}

/** What banks, gateways and producers say happened: their files, the statements in them, and the lines of those. */
import { z } from 'zod'
import { fileTooLarge } from './batches.ts'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { ProducerCode } from './producers.ts'
import { SampleInput, SamplePreview } from './statement-previews.ts'
import { StatementFormat, StatementSource } from './statement-sources.ts'

export const fileStates = ['reading', 'read', 'refused', 'repeated'] as const
export const FileState = z.enum(fileStates)
export type FileState = z.infer<typeof FileState>

/** `read` is between reading and deciding; `waiting`: nobody said yet which account it is of. */
export const statementStates = ['reading', 'read', 'waiting', 'broken', 'repeated', 'accepted'] as const
export const StatementState = z.enum(statementStates)
export type StatementState = z.infer<typeof StatementState>

const Source = StatementSource.extend({
  /** Where its files are put. */
  folder: z.string(),
})

/** Why a file can't be read. Nothing of it counts then. */
export const FileProblem = z.object({
  code: z.enum([
    'not_this_format',
    'malformed',
    'field_missing',
    'field_unreadable',
    'amount_unreadable',
    'currency_unknown',
    'totals_differ',
    'too_large',
    'truncated',
  ]),
  /** The line of the file. */
  place: z.int(),
  field: z.string(),
  found: z.string(),
  /** What stands around it, card numbers masked. */
  around: z.array(z.string()),
})
export type FileProblem = z.infer<typeof FileProblem>

export const StatementFile = z.object({
  id: z.int(),
  source: z.string(),
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  format: StatementFormat.nullable(),
  state: FileState,
  problem: FileProblem.nullable(),
  /** The file that had the same bytes before. */
  repeats: z.int().nullable(),
  statements: z.int(),
  lines: z.int(),
  receivedAt: z.iso.datetime(),
  /** Who sent it in; `engine` for what lay in the source's folder. */
  receivedBy: z.string(),
  readAt: z.iso.datetime().nullable(),
})
export type StatementFile = z.infer<typeof StatementFile>

const Day = z.iso.date()

export const Finding = z.discriminatedUnion('finding', [
  /** What its lines come to is not by what its balances differ. */
  z.object({ finding: z.literal('does_not_add_up'), opening: z.int(), lines: z.int(), closing: z.int() }),
  /** Nothing says what happened between the one before it and this one. */
  z.object({
    finding: z.literal('gap'),
    after: z.int(),
    from: Day,
    to: Day,
    closing: z.int(),
    opening: z.int(),
  }),
  /** Balances join, and numbers skip these: what nobody sent moved nothing, or came and went the same. */
  z.object({ finding: z.literal('number_missing'), after: z.int(), first: z.int(), last: z.int() }),
  /** Lines that an earlier statement had, and this one of the same days has not; they stand open all the same. */
  z.object({ finding: z.literal('corrected'), lines: z.int(), sum: z.int(), first: z.array(z.int()) }),
  /** It covers days of earlier ones and says the same of them. */
  z.object({ finding: z.literal('overlaps'), lines: z.int() }),
  /** With the format in which it came first, where that is another one. */
  z.object({ finding: z.literal('repeated'), of: z.int(), format: StatementFormat.optional() }),
])
export type Finding = z.infer<typeof Finding>

export const Statement = z.object({
  id: z.int(),
  file: z.int(),
  source: z.string(),
  /** Of the ledger; null while nobody knows which one it is. */
  account: z.string().nullable(),
  /** What the statement itself calls the account by. */
  said: z.string(),
  currency: z.string().nullable(),
  number: z.string().nullable(),
  saidId: z.string().nullable(),
  page: z.int().nullable(),
  from: Day,
  to: Day,
  /** Null where it says none. */
  opening: z.int().nullable(),
  closing: z.int().nullable(),
  lines: z.int(),
  sumIn: z.int(),
  sumOut: z.int(),
  state: StatementState,
  /** Whether all of its lines are open for matching, or have been. */
  isOpened: z.boolean(),
})
export type Statement = z.infer<typeof Statement>

export const StatementDetail = Statement.extend({
  fileName: z.string(),
  receivedAt: z.iso.datetime(),
  findings: z.array(Finding),
})
export type StatementDetail = z.infer<typeof StatementDetail>

export const StatementLine = z.object({
  id: z.int(),
  seq: z.int(),
  /** The line of the file on which it begins. */
  place: z.int(),
  day: Day,
  valueDay: Day.nullable(),
  amount: z.int(),
  isReversal: z.boolean(),
  isPending: z.boolean(),
  code: z.string().nullable(),
  references: z.array(z.object({ kind: z.string(), value: z.string() })),
  partyName: z.string().nullable(),
  partyAccount: z.string().nullable(),
  text: z.string(),
  /** Payments that it stands for, charges, and why it came back, as far as it says so. */
  rest: z.record(z.string(), z.json()).nullable(),
  /** The line of an earlier file that says the same. */
  repeats: z.int().nullable(),
})
export type StatementLine = z.infer<typeof StatementLine>

export const FileFilter = z.object({ source: ProducerCode.optional(), state: FileState.optional() })
export type FileFilter = z.infer<typeof FileFilter>

export const StatementFilter = z.object({
  source: ProducerCode.optional(),
  account: plainText(200).optional(),
  currency: z.string().max(3).optional(),
  file: z.coerce.number().int().optional(),
  state: StatementState.optional(),
  /** Those that say something of a day between these. */
  from: Day.optional(),
  to: Day.optional(),
})
export type StatementFilter = z.infer<typeof StatementFilter>

const partBytesMax = 2 ** 20
const id = z.coerce.number().int()

export const statements = {
  sources: procedure({
    method: 'GET',
    path: '/statements/sources',
    summary: 'Who sends statements, and into which folders',
    access: 'statements.read',
  }).output(z.object({ items: z.array(Source), next: z.null() })),
  files: procedure({
    method: 'GET',
    path: '/statements/files',
    summary: 'Files of statements, newest first',
    access: 'statements.read',
  })
    .input(FileFilter.extend(pageInput))
    .output(pageOf(StatementFile)),
  file: procedure({
    method: 'GET',
    path: '/statements/files/{id}',
    summary: 'One file of statements',
    access: 'statements.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id }))
    .output(StatementFile),
  list: procedure({
    method: 'GET',
    path: '/statements',
    summary: 'Statements, those that came last first',
    access: 'statements.read',
  })
    .input(StatementFilter.extend(pageInput))
    .output(pageOf(Statement)),
  get: procedure({
    method: 'GET',
    path: '/statements/{id}',
    summary: 'One statement with its balances and what was found about it',
    access: 'statements.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id }))
    .output(StatementDetail),
  lines: procedure({
    method: 'GET',
    path: '/statements/{id}/lines',
    summary: 'The lines of a statement, in its own order',
    access: 'statements.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id, ...pageInput }))
    .output(pageOf(StatementLine)),
  download: procedure({
    method: 'GET',
    path: '/statements/files/{id}/content',
    summary: 'A file of statements as it came, nothing masked',
    access: 'batches.download',
  })
    .errors({ not_found: notFound, file_too_large: fileTooLarge })
    .input(z.object({ id }))
    .output(z.file()),
  downloadPart: procedure({
    method: 'GET',
    path: '/statements/files/{id}/content/parts',
    summary: 'A part of a file of statements as it came; asked for one after another, they are the whole of it',
    access: 'batches.download',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id, offset: z.coerce.number().int().min(0).default(0) }))
    .output(z.object({ base64: z.string(), bytes: z.int(), next: z.int().nullable() })),
  upload: procedure({
    method: 'POST',
    path: '/statements/files',
    summary: 'Send in a file of statements, in parts of up to 1 MiB; it is kept and read once its last part is there',
    access: 'statements.manage',
  })
    .errors({ not_found: notFound })
    .input(
      z.object({
        source: ProducerCode,
        name: plainText(255),
        /** What the part before it answered; left out with the first. */
        upload: plainText(64).optional(),
        part: z.base64().max(Math.ceil(partBytesMax / 3) * 4),
        isLast: z.boolean().default(true),
      }),
    )
    /** `file` once the last part is there. */
    .output(z.object({ upload: z.string().nullable(), file: StatementFile.nullable() })),
  scan: procedure({
    method: 'POST',
    path: '/statements/scan',
    summary: 'Take the statements that lie in the sources’ folders now',
    access: 'statements.manage',
  })
    .input(
      z.object({
        /** True: the files are complete. False: only those that came to rest. */
        settled: z.boolean().default(false),
      }),
    )
    .output(
      z.object({
        found: z.int(),
        waiting: z.int(),
        troubles: z.array(z.object({ path: z.string(), code: z.string(), since: z.iso.datetime() })),
      }),
    ),
  preview: procedure({
    method: 'POST',
    path: '/statements/preview',
    summary: 'What a sample of a table or JSON seems to mean, and what a mapping makes of it; nothing is kept',
    access: 'statements.manage',
  })
    .input(SampleInput)
    .output(SamplePreview),
}

import { z } from 'zod'
import { ProducerCode } from '../../engine/contract/producers.ts'
import { FileState, StatementState } from '../../engine/contract/statements.ts'

export const parts = ['statements', 'files', 'sources'] as const

const oneNumber = z.coerce.number().int().positive().optional().catch(undefined)

export const StatementsSearch = z.object({
  part: z.enum(parts).catch('statements').default('statements'),
  source: ProducerCode.optional().catch(undefined),
  state: StatementState.optional().catch(undefined),
  /** Of files. */
  became: FileState.optional().catch(undefined),
  /** A statement, or a file. */
  open: oneNumber,
  file: oneNumber,
  /** A line of the open statement, whose way is shown. */
  line: oneNumber,
})
export type StatementsSearch = z.infer<typeof StatementsSearch>
export type ChangeStatements = (changed: Partial<StatementsSearch>, options?: { replace?: boolean }) => void

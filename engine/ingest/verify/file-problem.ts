/** Why an archived file can't be read any more, as far as that is about the file and not about the machine. */
import type { BatchDifference } from '../../contract/batches.ts'
import { failureOf } from '../../failure.ts'

/** Null for what says nothing about the file. */
export function fileProblemOf(error: unknown): Pick<BatchDifference, 'what'> | null {
  if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') return { what: 'file_missing' }
  const failure = failureOf(error)
  const isOfArchive = failure?.code === 'store_damaged' && failure.facts.part === 'archive'
  return isOfArchive ? { what: 'file_damaged' } : null
}

/** Every migration in order. A new one is a new file with the next number; a released one is never edited. */
import type { Migration } from '../migrate.ts'
import { workspace } from './0001-workspace.ts'
import { access } from './0002-access.ts'
import { audit } from './0003-audit.ts'
import { jobs } from './0004-jobs.ts'
import { producers } from './0005-producers.ts'
import { ledger } from './0006-ledger.ts'
import { batches } from './0007-batches.ts'
import { books } from './0008-books.ts'
import { operations } from './0009-operations.ts'
import { approvals } from './0010-approvals.ts'
import { periods } from './0011-periods.ts'

export const migrations: readonly Migration[] = [
  workspace,
  access,
  audit,
  jobs,
  producers,
  ledger,
  batches,
  books,
  operations,
  approvals,
  periods,
]

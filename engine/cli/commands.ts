/** The table of commands. Usage, help and parsing all come from it. */
import { auditCommands } from './audit.ts'
import { backupCommands } from './backup.ts'
import { batchCommands } from './batches.ts'
import { checkCommands } from './check.ts'
import { clientCommands } from './clients.ts'
import type { Command } from './command.ts'
import { ingestCommands } from './ingest.ts'
import { initCommands } from './init.ts'
import { jobCommands } from './jobs.ts'
import { keyCommands } from './keys.ts'
import { ledgerCommands } from './ledger.ts'
import { producerCommands } from './producers.ts'
import { serveCommands } from './serve.ts'
import { userCommands } from './users.ts'
import { watchCommands } from './watch.ts'

export const commands: readonly Command[] = [
  ...initCommands,
  ...userCommands,
  ...keyCommands,
  ...producerCommands,
  ...ingestCommands,
  ...watchCommands,
  ...batchCommands,
  ...clientCommands,
  ...ledgerCommands,
  ...checkCommands,
  ...jobCommands,
  ...auditCommands,
  ...backupCommands,
  ...serveCommands,
]

/**
 * The world failing: a full disk, a wrong key, a folder that may not be written, a damaged file. Each failure has a
 * code and facts, is thrown where it is noticed, and is caught once at an edge (router, command line, shell).
 */

export const failureCodes = [
  'workspace_missing',
  'workspace_exists',
  'workspace_in_use',
  'workspace_unwritable',
  'store_newer',
  'store_damaged',
  'keys_damaged',
  'wrong_key',
  'disk_full',
  'upgrade_failed',
  'backup_damaged',
  'directory_unusable',
  'engine_stopping',
  'tls_required',
  'port_unusable',
  'policy_unusable',
] as const
export type FailureCode = (typeof failureCodes)[number]

export type FailureFacts = Readonly<Record<string, string | number>>

export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly facts: FailureFacts

  constructor(code: FailureCode, facts: FailureFacts = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, cause === undefined ? {} : { cause })
    this.code = code
    this.facts = facts
  }
}

const ofSqlite: Readonly<Record<string, FailureCode>> = {
  SQLITE_FULL: 'disk_full',
  // Sharing memory between connections needs a file of 32 KiB, and there was no room for it.
  SQLITE_IOERR_SHMSIZE: 'disk_full',
  SQLITE_NOTADB: 'wrong_key',
  SQLITE_CORRUPT: 'store_damaged',
  SQLITE_READONLY: 'workspace_unwritable',
  SQLITE_CANTOPEN: 'workspace_unwritable',
  SQLITE_PERM: 'workspace_unwritable',
}

const ofSystem: Readonly<Record<string, FailureCode>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EACCES: 'workspace_unwritable',
  EPERM: 'workspace_unwritable',
  EROFS: 'workspace_unwritable',
}

/**
 * The failure behind an error of SQLite or the operating system, or `undefined` when it is a bug of ours.
 * An I/O error of SQLite while writing is most often a disk that filled up, but its code does not say so: it stays
 * `store_damaged` only when nothing better is known, and its own code goes along as a fact.
 */
export function failureOf(error: unknown, facts: FailureFacts = {}): Failure | undefined {
  if (error instanceof Failure) return error
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code !== 'string') return undefined
  const known = ofSqlite[code] ?? ofSqlite[code.split('_').slice(0, 2).join('_')] ?? ofSystem[code]
  if (known !== undefined) return new Failure(known, { ...facts, cause: code }, error)
  if (code.startsWith('SQLITE_IOERR')) return new Failure('store_damaged', { ...facts, cause: code }, error)
  return undefined
}

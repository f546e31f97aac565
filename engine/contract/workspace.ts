/** The workspace as a whole: its state, its proof, its copies and its keys. */
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const Finding = z.object({
  code: z.string(),
  subject: z.string(),
  expected: z.string(),
  found: z.string(),
})
export type Finding = z.infer<typeof Finding>

export const CheckResult = z.object({
  consistent: z.boolean(),
  differences: z.array(Finding),
  postings: z.int(),
  /** What each kind of operation added to all wallets and took from them; texts, because sums may pass what a number holds. */
  kinds: z
    .array(
      z.object({ kind: z.string(), currency: z.string(), postings: z.int(), added: z.string(), taken: z.string() }),
    )
    .optional(),
  /** Set by the deep check, which reads every page of the store. */
  pages: z.int().optional(),
})
export type CheckResult = z.infer<typeof CheckResult>

export const CheckProgress = z.object({ postings: z.int(), total: z.int() })
export type CheckProgress = z.infer<typeof CheckProgress>

export const Backup = z.object({
  directory: z.string(),
  files: z.int(),
  bytes: z.int(),
  auditRecords: z.int(),
})
export type Backup = z.infer<typeof Backup>

export const KeySlot = z.object({
  kind: z.enum(['user', 'unattended', 'recovery']),
  user: z.string().nullable(),
  createdAt: z.iso.datetime(),
})
export type KeySlot = z.infer<typeof KeySlot>

export const UnattendedKeeper = z.enum(['keychain', 'key_file', 'no_keychain', 'plain_text_only', 'not_configured'])
export type UnattendedKeeper = z.infer<typeof UnattendedKeeper>

export const workspace = {
  status: procedure({
    method: 'GET',
    path: '/workspace/status',
    summary: 'Whether the workspace is open yet; all that a stranger may know',
    access: 'public',
  }).output(z.object({ state: z.enum(['sealed', 'open']), name: z.string(), version: z.string() })),
  get: procedure({
    method: 'GET',
    path: '/workspace',
    summary: 'The workspace: where it lives, its zone and currency, and whether it is still being set up',
    access: 'signed_in',
  }).output(
    z.object({
      name: z.string(),
      directory: z.string(),
      dropDirectory: z.string(),
      zone: z.string(),
      currency: z.string(),
      currencyDigits: z.int(),
      schemaVersion: z.int(),
      createdAt: z.iso.datetime(),
      /** Set-up mode lasts until a second approver exists; every shortcut taken in it is audited. */
      setUpMode: z.boolean(),
      approvers: z.int(),
      demo: z.boolean(),
    }),
  ),
  check: procedure({
    method: 'POST',
    path: '/workspace/check',
    summary: 'Prove the ledger consistent; deep also reads every page of the store',
    access: 'workspace.check',
  })
    .input(z.object({ deep: z.boolean().default(false) }))
    .output(CheckResult),
  backup: procedure({
    method: 'POST',
    path: '/workspace/backup',
    summary: 'Copy the encrypted store, the archive and the key slots to a folder, and prove the copy',
    access: 'workspace.backup',
  })
    .errors({
      backup_directory_unusable: { status: 409, data: z.object({ directory: z.string(), reason: z.string() }) },
    })
    .input(z.object({ to: z.string().max(4096).optional() }).meta({ examples: [{}] }))
    .output(Backup),
}

export const keys = {
  list: procedure({
    method: 'GET',
    path: '/keys',
    summary: 'The slots that open the workspace',
    access: 'keys.manage',
  }).output(
    z.object({
      items: z.array(KeySlot),
      generation: z.int(),
      /** Whether this machine has a keeper that may hold the secret for an unattended start, and if not, why. */
      unattended: UnattendedKeeper,
    }),
  ),
  enableUnattended: procedure({
    method: 'POST',
    path: '/keys/unattended',
    summary:
      "Let the engine open the workspace by itself, its secret kept by the operating system's keychain or a key file",
    access: 'keys.manage',
  })
    .errors({ keeper_unavailable: { status: 409, data: z.object({ reason: UnattendedKeeper }) } })
    .output(z.object({ unattended: UnattendedKeeper })),
  disableUnattended: procedure({
    method: 'DELETE',
    path: '/keys/unattended',
    summary: 'Remove the slot for unattended start',
    access: 'keys.manage',
  }).output(z.object({ unattended: UnattendedKeeper })),
  rotate: procedure({
    method: 'POST',
    path: '/keys/rotate',
    summary: 'Replace the master key and re-encrypt the store under it',
    access: 'keys.manage',
  }).output(z.object({ generation: z.int() })),
  renewRecovery: procedure({
    method: 'POST',
    path: '/keys/recovery',
    summary: 'Make a new recovery key; the old one opens nothing any more',
    access: 'keys.manage',
  }).output(z.object({ recoveryKey: z.string() })),
}

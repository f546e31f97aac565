/**
 * Who may do what. A role is a set of permissions, every procedure of the contract names the one it needs,
 * and the engine enforces it. The renderer reads the same sets only to hide what would be refused.
 */
import { z } from 'zod'

export const permissions = [
  'overview.read',
  'batches.read',
  'batches.decide',
  'batches.download',
  'batches.send',
  'producers.read',
  'producers.manage',
  'producers.suspend',
  'producers.pause',
  'producers.propose',
  'ingest.run',
  'statements.read',
  'statements.manage',
  'reconciliation.read',
  'reconciliation.work',
  'close_packs.read',
  'close_packs.download',
  'close_packs.make',
  'exceptions.read',
  'exceptions.work',
  'contact.read',
  'contact.send',
  'contact.manage',
  'clients.read',
  'ledger.read',
  'ledger.operate',
  'ledger.correct',
  'ledger.act_on_behalf',
  'accounts.manage',
  'wallets.manage',
  'wallets.freeze',
  'proposals.read',
  'proposals.propose',
  'proposals.decide',
  'periods.propose',
  'settings.read',
  'settings.propose',
  'configuration.transfer',
  'audit.read',
  'audit.verify',
  'jobs.read',
  'jobs.run',
  'webhooks.read',
  'webhooks.manage',
  'reports.manage',
  'users.read',
  'users.manage',
  'callers.read',
  'callers.manage',
  'workspace.check',
  'workspace.backup',
  'keys.manage',
] as const
export const Permission = z.enum(permissions)
export type Permission = z.infer<typeof Permission>

/**
 * `public` needs no session (signing in itself); `signed_in` needs one, whatever its roles. `wallet_owner` is the end user
 * with a token of their own wallet, which opens nothing else, and which no session of the staff stands for.
 */
export type Access = Permission | 'public' | 'signed_in' | 'wallet_owner'

export const roles = ['operator', 'analyst', 'approver', 'executive', 'auditor', 'admin'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

const reading: readonly Permission[] = [
  'overview.read',
  'reconciliation.read',
  'batches.read',
  'producers.read',
  'statements.read',
  'exceptions.read',
  'clients.read',
  'ledger.read',
  'settings.read',
]

/**
 * Working with clients' money and with those who send it. What is above one's bound, and every correction, waits for a
 * second person.
 */
const working: readonly Permission[] = [
  'reconciliation.work',
  'exceptions.work',
  'contact.read',
  'contact.send',
  'ledger.operate',
  'ledger.correct',
  'wallets.manage',
  'wallets.freeze',
  'batches.decide',
  'batches.download',
  'producers.suspend',
  'producers.propose',
  'statements.manage',
  'proposals.read',
  'proposals.propose',
]

/** Administering the console is not moving money: what moves or approves it stays away from administrators. */
const notForAdmin: ReadonlySet<Permission> = new Set([
  'reconciliation.work',
  'exceptions.work',
  'contact.read',
  'contact.send',
  'ledger.operate',
  'ledger.correct',
  'ledger.act_on_behalf',
  'wallets.manage',
  'wallets.freeze',
  'batches.decide',
  'batches.download',
  'batches.send',
  'producers.pause',
  'proposals.decide',
  'periods.propose',
])

export const permissionsOfRole: Readonly<Record<Role, readonly Permission[]>> = {
  operator: [
    'overview.read',
    'batches.read',
    'producers.read',
    'producers.suspend',
    'statements.read',
    'statements.manage',
    'exceptions.read',
    'ingest.run',
    'jobs.read',
    'webhooks.read',
  ],
  analyst: [...reading, ...working],
  approver: [
    ...reading,
    ...working,
    'users.read',
    'callers.read',
    'ledger.act_on_behalf',
    'accounts.manage',
    'reports.manage',
    'proposals.decide',
    'periods.propose',
    'close_packs.read',
    'close_packs.download',
    'close_packs.make',
    'settings.propose',
  ],
  executive: ['overview.read', 'batches.read', 'producers.read', 'reconciliation.read', 'close_packs.read'],
  auditor: [
    ...reading,
    'batches.download',
    'close_packs.read',
    'close_packs.download',
    'contact.read',
    'proposals.read',
    'audit.read',
    'audit.verify',
    'jobs.read',
    'webhooks.read',
    'users.read',
    'callers.read',
    'workspace.check',
  ],
  admin: permissions.filter((permission) => !notForAdmin.has(permission)),
}

export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(held.flatMap((role) => permissionsOfRole[role]))
}

/**
 * Who may do what. A role is a set of permissions, every procedure of the contract names the one it needs,
 * and the engine enforces it. The renderer reads the same sets only to hide what would be refused.
 */
import { z } from 'zod'

export const permissions = [
  'batches.read',
  'producers.read',
  'producers.manage',
  'ingest.run',
  'clients.read',
  'ledger.read',
  'audit.read',
  'audit.verify',
  'jobs.read',
  'jobs.run',
  'users.read',
  'users.manage',
  'workspace.check',
  'workspace.backup',
  'keys.manage',
] as const
export const Permission = z.enum(permissions)
export type Permission = z.infer<typeof Permission>

/** `public` needs no session (signing in itself); `signed_in` needs one, whatever its roles. */
export type Access = Permission | 'public' | 'signed_in'

export const roles = ['operator', 'analyst', 'approver', 'executive', 'auditor', 'admin'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export const permissionsOfRole: Readonly<Record<Role, readonly Permission[]>> = {
  operator: ['batches.read', 'producers.read', 'ingest.run', 'jobs.read'],
  analyst: ['batches.read', 'producers.read', 'clients.read', 'ledger.read'],
  approver: ['batches.read', 'producers.read', 'clients.read', 'ledger.read', 'users.read'],
  executive: ['batches.read', 'producers.read'],
  auditor: [
    'batches.read',
    'producers.read',
    'clients.read',
    'ledger.read',
    'audit.read',
    'audit.verify',
    'jobs.read',
    'users.read',
    'workspace.check',
  ],
  // Administering the console is not moving money: later permissions that release or approve stay away from here.
  admin: [...permissions],
}

export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(held.flatMap((role) => permissionsOfRole[role]))
}

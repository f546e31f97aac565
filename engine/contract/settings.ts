/** Settings that change by proposal only: each value ever in force is kept, with the proposal that brought it. */
import { z } from 'zod'
import { CurrencyCode, plainText } from './money.ts'
import { Role } from './permission.ts'
import { procedure } from './procedure.ts'

const Bound = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Operations that limits count. Corrections by proposal are not among them: each has been looked at. */
export const limitedOperations = [
  'deposit',
  'withdrawal',
  'purchase',
  'refund',
  'transfer',
  'fee',
  'chargeback',
  'hold',
] as const
export const LimitedOperation = z.enum(limitedOperations)
export type LimitedOperation = z.infer<typeof LimitedOperation>

/**
 * A rule speaks where all that it names fit; every rule that speaks is held. With a role it counts what its initiator did
 * that day and month, else what happened to the wallet.
 */
export const LimitRule = z.object({
  name: plainText(80),
  operations: z.array(LimitedOperation).min(1).optional(),
  currency: CurrencyCode.optional(),
  tier: plainText(40).optional(),
  role: Role.optional(),
  perTransaction: Bound.optional(),
  perDay: Bound.optional(),
  perMonth: Bound.optional(),
})
export type LimitRule = z.infer<typeof LimitRule>

/** What a role may do alone, and what it may approve; null is without bound. Of several roles the widest counts. */
export const ApprovalRule = z.object({
  role: Role,
  currency: CurrencyCode.optional(),
  aloneUpTo: Bound.nullable(),
  approveUpTo: Bound.nullable(),
})
export type ApprovalRule = z.infer<typeof ApprovalRule>

export const settingValues = {
  limits: z.object({ rules: z.array(LimitRule).max(200) }),
  approvals: z.object({
    rules: z.array(ApprovalRule).max(100),
    expireAfterHours: z.int().min(1).max(8_784),
  }),
  tiers: z.object({ names: z.array(plainText(40)).min(1).max(50) }),
  holds: z.object({ expireAfterHours: z.int().min(1).max(8_784) }),
} as const
export type SettingName = keyof typeof settingValues
export const settingNames = ['limits', 'approvals', 'tiers', 'holds'] as const satisfies readonly SettingName[]
export const SettingName = z.enum(settingNames)
export type SettingValue<N extends SettingName> = z.infer<(typeof settingValues)[N]>

export const Setting = z.object({
  name: SettingName,
  /** 0 while nobody changed it. */
  version: z.int(),
  value: z.json(),
  at: z.iso.datetime().nullable(),
  proposal: z.int().nullable(),
})
export type Setting = z.infer<typeof Setting>

export const Currency = z.object({ code: z.string(), digits: z.int(), home: z.boolean() })
export type Currency = z.infer<typeof Currency>

export const settings = {
  list: procedure({
    method: 'GET',
    path: '/settings',
    summary: 'Every setting with the value in force',
    access: 'settings.read',
  }).output(z.object({ items: z.array(Setting), next: z.null() })),
  history: procedure({
    method: 'GET',
    path: '/settings/{name}/history',
    summary: 'Every value that a setting had, newest first',
    access: 'settings.read',
  })
    .input(z.object({ name: SettingName }))
    .output(z.object({ items: z.array(Setting), next: z.null() })),
  currencies: procedure({
    method: 'GET',
    path: '/currencies',
    summary: 'The currencies that the books are kept in',
    access: 'signed_in',
  }).output(z.object({ items: z.array(Currency), next: z.null() })),
}

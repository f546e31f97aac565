/** Settings that change by proposal only: each value ever in force is kept, with the proposal that brought it. */
import { z } from 'zod'
import { Severity } from './exceptions.ts'
import { gateways, virtualIbans } from './gateways.ts'
import { Location, locations } from './locations.ts'
import { matching } from './match-rules.ts'
import { CurrencyCode, plainText } from './money.ts'
import { Role } from './permission.ts'
import { procedure } from './procedure.ts'
import { retention } from './retention.ts'
import { statementSources } from './statement-sources.ts'
import { webhookAddresses } from './webhook-address.ts'

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

/** Money at stake of at least so much is at least so severe. Minor units of the workspace's own currency. */
export const MoneyStep = z.object({ atLeast: Bound.min(1), severity: Severity })
export type MoneyStep = z.infer<typeof MoneyStep>

const DueInHours = z.int().min(1).max(8_784)

export const languages = ['en', 'zh-HK'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

/** By what clients and producers are reached. */
export const channels = ['email', 'phone', 'post'] as const
export const Channel = z.enum(channels)
export type Channel = z.infer<typeof Channel>

/** TLS from the first byte; TLS that both must turn to; none, which is for a mail server on this machine only. */
export const mailSecurities = ['implicit', 'starttls', 'none'] as const

const Seconds = z.int().min(1).max(600)

/** The mail server. Its password is no setting: it can be set, and read by nobody. */
const mail = z.object({
  /** Without one, messages open in the person's own mail program. */
  host: plainText(253).nullable(),
  port: z.int().min(1).max(65_535),
  security: z.enum(mailSecurities),
  user: plainText(254).nullable(),
  fromName: plainText(120),
  fromAddress: z.email().max(254).nullable(),
  replyTo: z.email().max(254).nullable(),
  ratePerMinute: z.int().min(1).max(10_000),
  connectSeconds: Seconds,
  answerSeconds: Seconds,
  /** Of a mail server whose certificate no public authority signed: its own, or that of who did, as PEM. */
  trustedCertificate: z.string().max(20_000).startsWith('-----BEGIN CERTIFICATE-----').nullable(),
})

const contact = z.object({
  /** How long a question waits for its answer. */
  answerHours: z.int().min(1).max(8_784),
  remindAfterHours: z.int().min(1).max(8_784),
  remindersMax: z.int().min(0).max(10),
  /** Whether a client's "no" freezes their wallet at once. */
  freezeOnNo: z.boolean(),
  /** Under which address clients reach the host; null: answer links are not used. */
  publicAddress: z
    .url({ protocol: /^https?$/ })
    .max(200)
    .nullable(),
  defaultLanguage: Language,
  /** How long after a client's e-mail address was changed the first code to sign in goes there. */
  codesAfterHours: z.int().min(1).max(336).default(24),
})

export const settingValues = {
  limits: z.object({ rules: z.array(LimitRule).max(200) }),
  approvals: z.object({
    rules: z.array(ApprovalRule).max(100),
    expireAfterHours: z.int().min(1).max(8_784),
  }),
  tiers: z.object({ names: z.array(plainText(40)).min(1).max(50) }),
  holds: z.object({ expireAfterHours: z.int().min(1).max(8_784) }),
  exceptions: z.object({
    moneySteps: z.array(MoneyStep).max(20),
    /** By when somebody should have decided, from when it was raised. */
    dueInHours: z.object({ critical: DueInHours, high: DueInHours, medium: DueInHours, low: DueInHours }),
    snoozeDaysMax: z.int().min(1).max(366),
  }),
  mail,
  contact,
  matching,
  gateways,
  virtualIbans,
  statements: statementSources,
  webhooks: webhookAddresses,
  locations,
  retention,
} as const
export type SettingName = keyof typeof settingValues
export const settingNames = [
  'limits',
  'approvals',
  'tiers',
  'holds',
  'exceptions',
  'mail',
  'contact',
  'matching',
  'gateways',
  'virtualIbans',
  'statements',
  'webhooks',
  'locations',
  'retention',
] as const satisfies readonly SettingName[]
export const SettingName = z.enum(settingNames)
export type SettingValue<N extends SettingName> = z.infer<(typeof settingValues)[N]>

export const Setting = z.object({
  name: SettingName,
  /** 0 while nobody changed it. */
  version: z.int(),
  value: z.json(),
  at: z.iso.datetime().nullable(),
  proposal: z.int().nullable(),
  /** The fields that the policy file of the machine decides: no proposal changes them. */
  managed: z.array(z.string()),
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
  locations: procedure({
    method: 'GET',
    path: '/locations',
    summary: 'The locations that producers choose theirs from',
    access: 'signed_in',
  }).output(z.object({ items: z.array(Location), next: z.null() })),
}

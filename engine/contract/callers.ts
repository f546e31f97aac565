/**
 * Programs that call the API with a key of their own. What a key may do, for how long and from where is proposed and agreed
 * on; the key itself is made afterwards, shown once and kept as a hash.
 */
import { z } from 'zod'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import type { Permission } from './permission.ts'
import { procedure } from './procedure.ts'
import { UserName } from './session.ts'

/** What a program can be allowed: no people's work, nothing that decides, nothing that administers. */
export const callerScopes = [
  'batches.read',
  'batches.send',
  'producers.read',
  'producers.pause',
  'exceptions.read',
  'statements.read',
  'reconciliation.read',
  'clients.read',
  'ledger.read',
  'ledger.operate',
  'ledger.act_on_behalf',
  'accounts.manage',
  'wallets.manage',
  'wallets.freeze',
  'proposals.read',
  'proposals.propose',
  'workspace.check',
] as const satisfies readonly Permission[]
export const CallerScope = z.enum(callerScopes)
export type CallerScope = z.infer<typeof CallerScope>

/** What only the program of a producer may do, for that producer alone. */
export const producerScopes: ReadonlySet<Permission> = new Set(['batches.send', 'producers.pause'])

export const callsPerMinuteMax = 600_000
const daysMax = 366
export const keyLastsMsMax = daysMax * 86_400_000

const CallerNumber = z.int().min(1)
const Network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** All that is agreed on about a program. */
export const callerTerms = {
  scopes: z.array(CallerScope).min(1).max(callerScopes.length),
  /** Whose program it is; sending files and suspending are for this one alone. */
  producer: z.int().min(1).nullable().default(null),
  /** From where it may call, addresses or networks; from everywhere when there are none. */
  addresses: z.array(Network).max(50).default([]),
  expiresAt: z.iso.datetime({ offset: true }),
  callsPerMinute: z.int().min(1).max(callsPerMinuteMax).default(600),
  /** What it may move in one operation without a person, in the workspace's currency; nothing of other currencies. */
  aloneUpTo: z.int().min(0).max(100_000_000_000).default(0),
}

/** Without a number it is a new program; with one, the terms of that one from then on. */
export const callerChange = { caller: CallerNumber.optional(), name: UserName, ...callerTerms }

export const CallerState = z.enum(['without_key', 'active', 'expired', 'stopped'])
export type CallerState = z.infer<typeof CallerState>

export const CallerKey = z.object({
  id: z.int(),
  /** Its first characters, by which people tell keys from each other. */
  prefix: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** When it ends, where a newer one took its place. */
  endsAt: z.iso.datetime().nullable(),
})
export type CallerKey = z.infer<typeof CallerKey>

export const Caller = z.object({
  id: z.int(),
  name: z.string(),
  state: CallerState,
  version: z.int(),
  scopes: z.array(CallerScope),
  producer: z.int().nullable(),
  producerName: z.string().nullable(),
  addresses: z.array(z.string()),
  expiresAt: z.iso.datetime(),
  callsPerMinute: z.int(),
  aloneUpTo: z.int(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  stoppedAt: z.iso.datetime().nullable(),
  stoppedBy: z.string().nullable(),
  /** As last noted, which is once a minute. */
  lastCallAt: z.iso.datetime().nullable(),
  calls: z.int(),
  refused: z.int(),
  /** Those that open, the newest first. */
  keys: z.array(CallerKey),
})
export type Caller = z.infer<typeof Caller>

/** Why terms of a program can't be what they are proposed to be. */
export const callerFaults = {
  caller_unknown: { status: 404, data: z.object({ caller: z.int() }) },
  caller_name_taken: { status: 409, data: z.object({ name: z.string() }) },
  caller_stopped: { status: 409, data: z.object({ caller: z.int() }) },
  caller_unchanged: { status: 409, data: z.object({ caller: z.int() }) },
  /** Sending files and suspending need to know for whom. */
  caller_needs_producer: { status: 400, data: z.object({ scope: z.string() }) },
  caller_expiry_unusable: { status: 400, data: z.object({ latest: z.iso.datetime() }) },
} as const

const CallerId = z.coerce.number().int().min(1)

export const callers = {
  list: procedure({
    method: 'GET',
    path: '/callers',
    summary: 'Programs that may call the API, stopped ones too',
    access: 'callers.read',
  }).output(z.object({ items: z.array(Caller), next: z.null() })),
  get: procedure({ method: 'GET', path: '/callers/{caller}', summary: 'One program', access: 'callers.read' })
    .errors({ not_found: notFound })
    .input(z.object({ caller: CallerId }))
    .output(Caller),
  newKey: procedure({
    method: 'POST',
    path: '/callers/{caller}/keys',
    summary: 'Make a key for a program; it is told this once, and the one before it ends',
    access: 'callers.manage',
  })
    .errors({
      not_found: notFound,
      caller_stopped: callerFaults.caller_stopped,
      /** Whoever agreed to what a program may do is told no key of it. */
      caller_agreed_by_oneself: { status: 403, data: z.object({ caller: z.int() }) },
      caller_expired: { status: 409, data: z.object({ expiredAt: z.iso.datetime() }) },
    })
    .input(
      z.object({
        caller: CallerId,
        /** How long the key before it still opens, so that a program can change over without a pause. */
        overlapHours: z.int().min(0).max(168).default(0),
      }),
    )
    .output(z.object({ caller: Caller, key: z.string() })),
  stop: procedure({
    method: 'POST',
    path: '/callers/{caller}/stop',
    summary: 'Stop a program at once and for good',
    access: 'callers.manage',
  })
    .errors({ not_found: notFound, caller_stopped: callerFaults.caller_stopped })
    .input(z.object({ caller: CallerId, reason: plainText(500) }))
    .output(Caller),
}

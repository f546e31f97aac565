import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'

export const AuditRecord = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  /** The user's name, or `engine` for what the engine did by itself. */
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  outcome: z.string(),
  detail: z.record(z.string(), z.json()),
  hash: z.string(),
})
export type AuditRecord = z.infer<typeof AuditRecord>

export const ChainProblem = z.enum([
  'changed',
  'missing',
  'out_of_order',
  'cut_off',
  'head_forged',
  'anchor_mismatch',
  'anchor_forged',
])
export type ChainProblem = z.infer<typeof ChainProblem>

export const ChainVerdict = z.object({
  intact: z.boolean(),
  records: z.int(),
  brokenAt: z.int().nullable(),
  problem: ChainProblem.nullable(),
})
export type ChainVerdict = z.infer<typeof ChainVerdict>

export const ChainProgress = z.object({ records: z.int(), total: z.int() })
export type ChainProgress = z.infer<typeof ChainProgress>

/** The head of the chain, signed: kept outside the workspace it proves that nothing before it was rewritten. */
export const Anchor = z.object({
  workspace: z.string(),
  seq: z.int(),
  hash: z.string(),
  at: z.iso.datetime(),
  publicKey: z.string(),
  signature: z.string(),
})
export type Anchor = z.infer<typeof Anchor>

export const audit = {
  list: procedure({ method: 'GET', path: '/audit', summary: 'Audit records, newest first', access: 'audit.read' })
    .input(
      z.object({
        ...pageInput,
        actor: z.string().max(64).optional(),
        action: z.string().max(64).optional(),
        subject: z.string().max(200).optional(),
      }),
    )
    .output(pageOf(AuditRecord)),
  actions: procedure({
    method: 'GET',
    path: '/audit/actions',
    summary: 'The actions and actors that occur, for filters',
    access: 'audit.read',
  }).output(z.object({ actions: z.array(z.string()), actors: z.array(z.string()) })),
  verify: procedure({
    method: 'POST',
    path: '/audit/verify',
    summary: 'Recompute the whole chain, and hold it against an anchor when one is given',
    access: 'audit.verify',
  })
    .input(z.object({ anchor: Anchor.optional() }))
    .output(ChainVerdict),
  watchVerify: procedure({
    method: 'POST',
    path: '/audit/verification',
    summary: 'The same proof as a stream: how many records are proven so far, and the verdict at the end',
    access: 'audit.verify',
  })
    .input(z.object({ anchor: Anchor.optional() }))
    .output(eventIterator(ChainProgress, ChainVerdict)),
  anchor: procedure({
    method: 'POST',
    path: '/audit/anchor',
    summary: 'Sign the head of the chain, to be kept outside',
    access: 'audit.verify',
  }).output(Anchor),
}

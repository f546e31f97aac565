import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const topics = [
  'batches',
  'producers',
  'clients',
  'ingest',
  'jobs',
  'users',
  'callers',
  'audit',
  'workspace',
  'ledger',
  'proposals',
  'settings',
  'exceptions',
  'presence',
  'contact',
  'notifications',
  'funding',
  'expected',
  'statements',
  'reconciliation',
  'close_packs',
  'webhooks',
  'exports',
  'reports',
] as const
export const Topic = z.enum(topics)
export type Topic = z.infer<typeof Topic>

/** Says that something changed, never what: whoever cares reads it again, with their own permission. */
export const Change = z.object({ topic: Topic, at: z.iso.datetime() })
export type Change = z.infer<typeof Change>

export const changes = {
  watch: procedure({
    method: 'GET',
    path: '/changes',
    summary: 'A stream of what changed, merged to four a second',
    access: 'signed_in',
  }).output(eventIterator(Change)),
}

/**
 * The close pack: all that says how a day or a month ended, in one signed file for people and machines, that anybody can
 * check without us.
 */
import { z } from 'zod'
import { fileTooLarge } from './batches.ts'
import { notFound } from './fault.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'

/** A quarter: more is several packs. */
export const packDaysMax = 92

/** What the first page says about the banks' money on all days together. */
export const PackProof = z.enum(['proves', 'breaks', 'incomplete', 'nothing_to_prove'])
export type PackProof = z.infer<typeof PackProof>

export const packSteps = ['movements', 'proof', 'tables', 'document', 'file'] as const
export const PackStep = z.enum(packSteps)
export type PackStep = z.infer<typeof PackStep>

export const ClosePack = z.object({
  id: z.int(),
  from: z.iso.date(),
  to: z.iso.date(),
  includeClients: z.boolean(),
  state: z.enum(['asked', 'made', 'failed']),
  askedAt: z.iso.datetime(),
  askedBy: z.string(),
  endedAt: z.iso.datetime().nullable(),
  /** Of the file, once it is made. */
  name: z.string(),
  bytes: z.int().nullable(),
  sha256: z.string().nullable(),
  /** Of the key that signed it: what `close-pack verify` prints. */
  fingerprint: z.string().nullable(),
  isClosed: z.boolean().nullable(),
  proves: PackProof.nullable(),
  /** Why it could not be made. */
  problem: z.string().nullable(),
  /** While it is being made. */
  progress: z.object({ step: PackStep, done: z.int(), of: z.int() }).nullable(),
})
export type ClosePack = z.infer<typeof ClosePack>

export const PackKey = z.object({ fingerprint: z.string(), publicKey: z.string(), generation: z.int() })
export type PackKey = z.infer<typeof PackKey>

const id = z.coerce.number().int().min(1)

export const packRefusals = {
  days_reversed: { status: 422, data: z.object({ from: z.iso.date(), to: z.iso.date() }) },
  days_too_many: { status: 422, data: z.object({ days: z.int(), daysMax: z.int() }) },
  /** Nobody knows how a day ends that has not begun. */
  days_in_future: { status: 422, data: z.object({ to: z.iso.date(), today: z.iso.date() }) },
} as const

export const closePacks = {
  list: procedure({
    method: 'GET',
    path: '/close-packs',
    summary: 'Close packs that were asked for, newest first',
    access: 'close_packs.read',
  })
    .input(z.object(pageInput))
    .output(pageOf(ClosePack)),
  get: procedure({
    method: 'GET',
    path: '/close-packs/{id}',
    summary: 'A close pack: how far it is, and once it is made its size, hash and key',
    access: 'close_packs.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id }))
    .output(ClosePack),
  make: procedure({
    method: 'POST',
    path: '/close-packs',
    summary: 'Have a close pack made of a day, a month, or up to a quarter; it is made in the background',
    access: 'close_packs.make',
  })
    .errors(packRefusals)
    .input(z.object({ from: z.iso.date(), to: z.iso.date(), includeClients: z.boolean().default(false) }))
    .output(ClosePack),
  key: procedure({
    method: 'GET',
    path: '/close-packs/signing-key',
    summary: 'The key that signs close packs now, with the fingerprint that a check of one prints',
    access: 'close_packs.read',
  }).output(PackKey),
  download: procedure({
    method: 'GET',
    path: '/close-packs/{id}/content',
    summary: 'The file of a close pack',
    access: 'close_packs.download',
  })
    .errors({ not_found: notFound, file_too_large: fileTooLarge })
    .input(z.object({ id }))
    .output(z.file()),
  downloadPart: procedure({
    method: 'GET',
    path: '/close-packs/{id}/content/parts',
    summary: 'A part of the file of a close pack; asked for one after another, they are the whole of it',
    access: 'close_packs.download',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id, offset: z.coerce.number().int().min(0).default(0) }))
    .output(z.object({ base64: z.string(), bytes: z.int(), next: z.int().nullable() })),
}

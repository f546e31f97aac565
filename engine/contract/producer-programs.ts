/**
 * What the program of a producer may do, for that producer alone: send files, stop its own jobs at once, and ask that they go
 * on. Which producer it is stands in its key, never in a call.
 */
import { z } from 'zod'
import { Batch } from './batches.ts'
import { operationKey } from './operations.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { changeFaults } from './proposals.ts'
import { visibleText } from './visible-text.ts'

/** As it lies in the drop folder: no path, no hidden file, nothing that is never read. */
export const UploadName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._()+@=,-]*$/u)

const notProducers = {
  /** The key belongs to no producer, or a person asks. */
  no_producer: { status: 403 },
} as const

export const ProducerState = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  state: z.enum(['active', 'suspended']),
  suspendedAt: z.iso.datetime().nullable(),
  suspendedFor: z.string().nullable(),
})
export type ProducerState = z.infer<typeof ProducerState>

export const Upload = z.object({
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** The same bytes were sent under this name before, and nothing was done. */
  repeated: z.boolean(),
})
export type Upload = z.infer<typeof Upload>

export const uploadFaults = {
  ...notProducers,
  file_name_unusable: { status: 400, data: z.object({ problem: z.string() }) },
  /** A file of this name is in the folder, with other bytes. */
  file_waiting: { status: 409, data: z.object({ file: z.string() }) },
  file_too_large: { status: 413, data: z.object({ bytesMax: z.int() }) },
  file_empty: { status: 400 },
  /** A Content-Digest without a SHA-256 that could be read. */
  digest_unreadable: { status: 400 },
  /** What came is not what was announced. */
  file_cut_off: { status: 400, data: z.object({ bytes: z.int() }) },
  file_differs: { status: 409, data: z.object({ sha256: z.string() }) },
} as const

export const producerPrograms = {
  get: procedure({ method: 'GET', path: '/producer', summary: 'The producer of this key', access: 'producers.pause' })
    .errors(notProducers)
    .output(ProducerState),
  batches: procedure({
    method: 'GET',
    path: '/producer/batches',
    summary: "What became of this producer's files, the newest first",
    access: 'batches.send',
  })
    .errors(notProducers)
    .input(z.object({ ...pageInput }))
    .output(pageOf(Batch)),
  suspend: procedure({
    method: 'POST',
    path: '/producer/suspend',
    summary: 'Stop the jobs of this producer at once; its files are held',
    access: 'producers.pause',
  })
    .errors({
      ...notProducers,
      producer_suspended: { status: 409, data: z.object({ by: z.string(), at: z.iso.datetime() }) },
    })
    .input(z.strictObject({ reason: visibleText(500) }))
    .output(ProducerState),
  resume: procedure({
    method: 'POST',
    path: '/producer/resume',
    summary: 'Ask that the jobs of this producer go on; a person agrees first',
    access: 'producers.pause',
  })
    .errors({ ...notProducers, ...changeFaults })
    .input(z.strictObject({ reason: visibleText(500), key: operationKey }))
    .output(z.object({ proposal: z.int() })),
}

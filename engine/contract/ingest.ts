import { z } from 'zod'
import { procedure } from './procedure.ts'

export const IngestStatus = z.object({
  watching: z.boolean(),
  waiting: z.int(),
  running: z.array(
    z.object({
      batch: z.int(),
      file: z.string(),
      producerCode: z.string(),
      step: z.enum(['checking', 'posting']),
      bytes: z.int(),
      bytesDone: z.int(),
      /** Known once the file was checked. */
      rows: z.int().nullable(),
      rowsDone: z.int(),
      /** When the step began. */
      since: z.iso.datetime(),
    }),
  ),
  /** Files that can't be taken, and why: no permission, no space, a folder that is gone. */
  troubles: z.array(z.object({ path: z.string(), code: z.string(), since: z.iso.datetime() })),
})
export type IngestStatus = z.infer<typeof IngestStatus>

export const ingest = {
  status: procedure({
    method: 'GET',
    path: '/ingest',
    summary: 'What waits and runs in the drop folders',
    access: 'batches.read',
  }).output(IngestStatus),
  scan: procedure({
    method: 'POST',
    path: '/ingest/scan',
    summary: 'Look through the drop folders now',
    access: 'ingest.run',
  })
    .input(
      // Somebody may say that the files are complete: then none of them has to come to rest first.
      z.object({ settled: z.boolean().default(false) }).default({ settled: false }),
    )
    .output(z.object({ found: z.int() })),
}

import { z } from 'zod'
import { notFound } from './fault.ts'
import { BoundedJson } from './json.ts'
import { procedure } from './procedure.ts'

/** The code names the drop folder, so it is kept to what every file system takes. */
export const ProducerCode = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9-]*$/)

export const ProducerDraft = z.object({
  id: z.int().min(1).max(999_999_999),
  code: ProducerCode,
  name: z.string().min(1).max(120),
  /** Without a list every place is accepted. */
  locations: z.array(z.string().min(1).max(120)).max(10_000).optional(),
  contact: z.object({ email: z.email().optional(), phone: z.string().max(40).optional() }).optional(),
  agreement: z.record(z.string(), BoundedJson).optional(),
  schedule: z.record(z.string(), BoundedJson).optional(),
})
export type ProducerDraft = z.infer<typeof ProducerDraft>

export const Producer = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  state: z.enum(['active', 'suspended']),
  locations: z.array(z.string()),
  dropFolder: z.string(),
  createdAt: z.iso.datetime(),
  batches: z.int(),
  lastBatchAt: z.iso.datetime().nullable(),
})
export type Producer = z.infer<typeof Producer>

export const producers = {
  list: procedure({ method: 'GET', path: '/producers', summary: 'Who sends batches', access: 'producers.read' }).output(
    z.object({ items: z.array(Producer), next: z.null() }),
  ),
  get: procedure({ method: 'GET', path: '/producers/{id}', summary: 'One producer', access: 'producers.read' })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int() }))
    .output(Producer),
  add: procedure({
    method: 'POST',
    path: '/producers',
    summary: 'Register a producer and make its drop folder',
    access: 'producers.manage',
  })
    .errors({
      producer_exists: { status: 409, data: z.object({ field: z.enum(['id', 'code']), value: z.string() }) },
    })
    .input(ProducerDraft)
    .output(Producer),
}

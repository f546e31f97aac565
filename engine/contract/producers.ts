/** Who sends batches: master data, the agreement under which files are read, the schedule, and being suspended. */
import { z } from 'zod'
import { Agreement } from './agreements.ts'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { FilePreview, PreviewInput } from './previews.ts'
import { procedure } from './procedure.ts'
import { Schedule } from './schedules.ts'

/** The code names the drop folder, so it is kept to what every file system takes. */
export const ProducerCode = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9-]*$/)

export const producerKinds = ['shop', 'gateway', 'bank', 'other'] as const
export const ProducerKind = z.enum(producerKinds)
export type ProducerKind = z.infer<typeof ProducerKind>

/** Whom to ask when something is wrong with a file. Empty where it is not known. */
export const Contact = z.strictObject({
  name: plainText(120).or(z.literal('')).default(''),
  role: plainText(120).or(z.literal('')).default(''),
  email: z.email().nullable().default(null),
  phone: plainText(40).nullable().default(null),
})
export type Contact = z.infer<typeof Contact>

const ProducerNumber = z.int().min(1).max(999_999_999)
const ProducerId = z.coerce.number().int().min(1)
const Name = z.string().min(1).max(120)
const Contacts = z.array(Contact).max(50)

export const ProducerDraft = z.object({
  id: ProducerNumber,
  code: ProducerCode,
  name: Name,
  kind: ProducerKind.optional(),
  /** Without a list every place is accepted. They become the places of the agreement. */
  locations: z.array(z.string().min(1).max(120)).max(10_000).optional(),
  /** One contact in short; `contacts` says more. */
  contact: z.object({ email: z.email().optional(), phone: z.string().max(40).optional() }).optional(),
  contacts: Contacts.optional(),
  agreement: Agreement.optional(),
  /** An empty one is none. */
  schedule: Schedule.or(z.strictObject({}).transform(() => null))
    .nullable()
    .optional(),
})
export type ProducerDraft = z.infer<typeof ProducerDraft>

export const ProducerChange = z
  .object({
    name: Name.optional(),
    kind: ProducerKind.optional(),
    contacts: Contacts.optional(),
    /** Null takes it away; left out it stays. A new one begins to expect from now on. */
    schedule: Schedule.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((field) => field !== undefined), 'changes nothing')
export type ProducerChange = z.infer<typeof ProducerChange>

/** `late` came after its grace; `missed` has not come. What is `awaited` is not decided yet. */
export const ExpectationState = z.enum(['awaited', 'met', 'late', 'missed'])
export type ExpectationState = z.infer<typeof ExpectationState>
export const DecidedState = ExpectationState.exclude(['awaited'])
export type DecidedState = z.infer<typeof DecidedState>

export const Expectation = z.object({
  expectedAt: z.iso.datetime(),
  /** The expected time and its grace. */
  dueAt: z.iso.datetime(),
  state: ExpectationState,
  batch: z.int().nullable(),
})
export type Expectation = z.infer<typeof Expectation>

export const Producer = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  kind: ProducerKind,
  state: z.enum(['active', 'suspended']),
  suspension: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
  locations: z.array(z.string()),
  contacts: z.array(Contact),
  schedule: Schedule.nullable(),
  /** The expectation that was decided last, and the one that is awaited. */
  lastExpected: Expectation.nullable(),
  nextExpected: Expectation.nullable(),
  /** How the last 30 that are decided came, oldest first. */
  recent: z.array(DecidedState),
  /** The agreement's version in force. */
  agreementVersion: z.int(),
  dropFolder: z.string(),
  createdAt: z.iso.datetime(),
  batches: z.int(),
  lastBatchAt: z.iso.datetime().nullable(),
  /** Moves with every change of the master data. */
  version: z.int(),
})
export type Producer = z.infer<typeof Producer>

export const AgreementVersion = z.object({
  id: z.int(),
  producer: z.int(),
  version: z.int(),
  inForce: z.boolean(),
  /** Who proposed it, or registered the producer with it; null where an earlier program version made it. */
  by: z.string().nullable(),
  at: z.iso.datetime(),
  proposal: z.int().nullable(),
})
export type AgreementVersion = z.infer<typeof AgreementVersion>

export const AgreementText = AgreementVersion.extend({ agreement: Agreement })
export type AgreementText = z.infer<typeof AgreementText>

/** How a day's expected batches came. */
export const OnTimeDay = z.object({
  day: z.iso.date(),
  expected: z.int(),
  onTime: z.int(),
  late: z.int(),
  missed: z.int(),
})
export type OnTimeDay = z.infer<typeof OnTimeDay>

export const ProducerFile = Producer.extend({
  agreement: AgreementText,
  /** The last 30 days on which something was expected, newest first. */
  onTime: z.array(OnTimeDay),
})
export type ProducerFile = z.infer<typeof ProducerFile>

/** Rows that were posted and the money they moved, in minor units as text: sums may pass what a number holds. */
export const Volume = z.object({ currency: z.string(), rows: z.int(), topUps: z.string(), payments: z.string() })
export type Volume = z.infer<typeof Volume>

export const VolumeDay = Volume.extend({ day: z.iso.date() })
export type VolumeDay = z.infer<typeof VolumeDay>

export const ProducerVolumes = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  /** The business days on which it moved anything, newest first. */
  days: z.array(VolumeDay),
  /** Of all these days, one for each currency. */
  totals: z.array(Volume),
  /** Distinct clients among so many of the rows that were posted last. */
  clients: z.object({ clients: z.int(), rows: z.int() }),
})
export type ProducerVolumes = z.infer<typeof ProducerVolumes>

const issues = z.array(z.object({ path: z.string(), problem: z.string() }))
const agreementUnusable = { status: 400, data: z.object({ issues }) } as const

export const producers = {
  list: procedure({ method: 'GET', path: '/producers', summary: 'Who sends batches', access: 'producers.read' }).output(
    z.object({ items: z.array(Producer), next: z.null() }),
  ),
  get: procedure({
    method: 'GET',
    path: '/producers/{id}',
    summary: 'One producer with the agreement in force and how punctual it was',
    access: 'producers.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int() }))
    .output(ProducerFile),
  volumes: procedure({
    method: 'GET',
    path: '/producers/{id}/volumes',
    summary: 'What a producer moved in the last 30 days, day by day, and how many clients its newest rows were of',
    access: 'producers.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: ProducerId }))
    .output(ProducerVolumes),
  add: procedure({
    method: 'POST',
    path: '/producers',
    summary: 'Register a producer and make its drop folder',
    access: 'producers.manage',
  })
    .errors({
      producer_exists: { status: 409, data: z.object({ field: z.enum(['id', 'code']), value: z.string() }) },
      agreement_unusable: agreementUnusable,
    })
    .input(ProducerDraft)
    .output(ProducerFile),
  change: procedure({
    method: 'PUT',
    path: '/producers/{id}',
    summary: "Change a producer's name, kind, contacts or schedule",
    access: 'producers.manage',
  })
    .errors({
      not_found: notFound,
      /** Somebody else changed it since it was read. */
      producer_moved: { status: 409, data: z.object({ expected: z.int(), found: z.int() }) },
    })
    .input(z.object({ id: ProducerId, expectedVersion: z.int().min(1), change: ProducerChange }))
    .output(ProducerFile),
  suspend: procedure({
    method: 'POST',
    path: '/producers/{id}/suspend',
    summary: 'Take no more money from a producer at once; its files are held',
    access: 'producers.suspend',
  })
    .errors({
      not_found: notFound,
      producer_suspended: { status: 409, data: z.object({ by: z.string(), at: z.iso.datetime() }) },
    })
    .input(z.object({ id: ProducerId, reason: plainText(500) }))
    .output(ProducerFile),
  agreements: procedure({
    method: 'GET',
    path: '/producers/{id}/agreements',
    summary: 'Every version of an agreement, newest first',
    access: 'producers.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: ProducerId, ...pageInput }))
    .output(pageOf(AgreementVersion)),
  agreement: procedure({
    method: 'GET',
    path: '/producers/{id}/agreements/{version}',
    summary: 'One version of an agreement with all it says',
    access: 'producers.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: ProducerId, version: z.coerce.number().int().min(1) }))
    .output(AgreementText),
  preview: procedure({
    method: 'POST',
    path: '/producers/{id}/preview',
    summary: 'How a sample file seems to be meant, and what its rows would become; nothing is saved',
    access: 'producers.propose',
  })
    .errors({ not_found: notFound })
    .input(PreviewInput.extend({ id: ProducerId }))
    .output(FilePreview),
}

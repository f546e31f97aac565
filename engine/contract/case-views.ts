/** The queue: exceptions that match, in order and by position; how many of each kind; sums by cause; and how well it goes. */
import { z } from 'zod'
import {
  Awaited,
  Exception,
  ExceptionCode,
  ExceptionScope,
  exceptionStatuses,
  Resolution,
  Severity,
} from './exceptions.ts'
import { OpenedView, viewExpired, viewRange } from './page.ts'
import { procedure } from './procedure.ts'

const several = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(200)
const Owner = z.string().max(64)

/** What is left out matches everything. */
export const CaseFilter = z.strictObject({
  status: several(z.enum([...exceptionStatuses, 'unresolved'])).optional(),
  waitingFor: several(Awaited).optional(),
  resolution: several(Resolution).optional(),
  scope: several(ExceptionScope).optional(),
  code: several(ExceptionCode).optional(),
  severity: several(Severity).optional(),
  /** Producers' numbers. */
  producer: several(z.int()).optional(),
  /** Those that are of no producer, beside those of the producers that are named. */
  noProducer: z.boolean().optional(),
  batch: z.int().optional(),
  /** Also finds those that have a held row of this client among others. */
  client: z.string().min(1).max(128).optional(),
  /** Those that are about no client, nor hold a row of one. */
  noClient: z.boolean().optional(),
  /** Users by name; `me` and `nobody` are said with `mine` and `unowned`. */
  owner: several(Owner).optional(),
  mine: z.boolean().optional(),
  unowned: z.boolean().optional(),
  /** Minor units of the workspace's currency; what has no known amount matches neither. */
  amountFrom: z.int().optional(),
  amountTo: z.int().optional(),
  dueBefore: z.iso.datetime().optional(),
  dueAfter: z.iso.datetime().optional(),
  raisedFrom: z.iso.datetime().optional(),
  raisedBefore: z.iso.datetime().optional(),
  resolvedFrom: z.iso.datetime().optional(),
  resolvedBefore: z.iso.datetime().optional(),
  /** Left out: what is asleep is out of sight. */
  snoozed: z.enum(['with', 'only']).optional(),
  /** In the number (`EX-12` or `12`), the client, the file, the producer, what was found. */
  search: z.string().min(1).max(120).optional(),
})
export type CaseFilter = z.infer<typeof CaseFilter>

export const caseSortKeys = [
  'due',
  'amount',
  'severity',
  'raised',
  'touched',
  'resolved',
  'code',
  'producer',
  'client',
  'rows',
  'status',
  'owner',
  'batch',
  'number',
] as const
export const CaseSort = z.object({
  by: z.enum(caseSortKeys).default('due'),
  direction: z.enum(['ascending', 'descending']).default('ascending'),
})
export type CaseSort = z.infer<typeof CaseSort>

export const caseGroupings = ['cause', 'code', 'producer', 'client', 'owner', 'severity', 'status'] as const
export const CaseGrouping = z.enum(caseGroupings)
export type CaseGrouping = z.infer<typeof CaseGrouping>

/** Exceptions that have something in common, and the filter that shows them. */
export const CaseGroup = z.object({
  /** As words for people where it has a name of its own; a cause is its code and its producer. */
  code: ExceptionCode.nullable(),
  severity: Severity.nullable(),
  status: z.string().nullable(),
  producer: z.int().nullable(),
  producerName: z.string().nullable(),
  client: z.string().nullable(),
  owner: z.string().nullable(),
  exceptions: z.int(),
  rows: z.int(),
  /** Minor units as text: a sum may be more than a number holds. */
  money: z.string(),
  /** How many have an amount that nobody knows. */
  unknown: z.int(),
  oldestAt: z.iso.datetime(),
  earliestDueAt: z.iso.datetime(),
  filter: CaseFilter,
})
export type CaseGroup = z.infer<typeof CaseGroup>

const facet = z.array(z.object({ value: z.string(), name: z.string().nullable(), count: z.int() }))

/** How many match for each value of a field, were that field not filtered by. */
export const CaseFacets = z.object({
  status: facet,
  severity: facet,
  code: facet,
  producer: facet,
  owner: facet,
})
export type CaseFacets = z.infer<typeof CaseFacets>

const spread = z.object({ count: z.int(), p50Ms: z.number().nullable(), p90Ms: z.number().nullable() })

export const caseMeasureGroupings = ['all', 'code', 'producer', 'person', 'severity', 'day'] as const
export const CaseMeasureGrouping = z.enum(caseMeasureGroupings)
export type CaseMeasureGrouping = z.infer<typeof CaseMeasureGrouping>

/** How soon people look, how soon it is decided, and how often a decision did not hold. */
export const CaseMeasure = z.object({
  /** A code, a producer's number, a user's name, a day; empty for all. */
  key: z.string(),
  name: z.string().nullable(),
  raised: z.int(),
  resolved: z.int(),
  /** Ended by itself, without anybody. */
  autoResolved: z.int(),
  reopened: z.int(),
  /** Resolved behind the time when it was due, or unresolved and past it. */
  late: z.int(),
  unresolved: z.int(),
  toFirstTouch: spread,
  toResolution: spread,
})
export type CaseMeasure = z.infer<typeof CaseMeasure>

export const caseViews = {
  openView: procedure({
    method: 'POST',
    path: '/exceptions/views',
    summary: 'Fix the exceptions that match, in order, to be read by position',
    access: 'exceptions.read',
  })
    .input(z.object({ filter: CaseFilter.default({}), sort: CaseSort.prefault({}) }))
    .output(OpenedView.extend({ sum: z.string(), unknown: z.int() })),
  viewRows: procedure({
    method: 'GET',
    path: '/exceptions/views/{view}',
    summary: 'Exceptions of a view from one position up to another, as they are now',
    access: 'exceptions.read',
  })
    .errors({ view_expired: viewExpired })
    .input(z.object(viewRange))
    .output(z.object({ items: z.array(Exception) })),
  /** Where ranges are selected over rows that nobody has loaded. */
  viewIds: procedure({
    method: 'GET',
    path: '/exceptions/views/{view}/ids',
    summary: 'The numbers of the exceptions of a view from one position up to another',
    access: 'exceptions.read',
  })
    .errors({ view_expired: viewExpired })
    .input(z.object(viewRange))
    .output(z.object({ ids: z.array(z.int()) })),
  newer: procedure({
    method: 'POST',
    path: '/exceptions/views/{view}/newer',
    summary: 'How many match that the view does not have, because they came or changed since',
    access: 'exceptions.read',
  })
    .errors({ view_expired: viewExpired })
    .input(z.object({ view: z.string().max(64) }))
    .output(z.object({ newer: z.int() })),
  counts: procedure({
    method: 'POST',
    path: '/exceptions/counts',
    summary: 'How many match each of several filters',
    access: 'exceptions.read',
  })
    .input(z.object({ filters: z.array(CaseFilter).min(1).max(20) }))
    .output(z.object({ counts: z.array(z.int()) })),
  facets: procedure({
    method: 'POST',
    path: '/exceptions/facets',
    summary: 'How many match for each value that can be filtered by',
    access: 'exceptions.read',
  })
    .input(z.object({ filter: CaseFilter.default({}) }))
    .output(CaseFacets),
  groups: procedure({
    method: 'POST',
    path: '/exceptions/groups',
    summary: 'Exceptions that match, added up by what they have in common, the most money first',
    access: 'exceptions.read',
  })
    .input(
      z.object({ filter: CaseFilter.default({}), by: CaseGrouping, limit: z.int().min(1).max(1_000).default(1_000) }),
    )
    .output(z.object({ items: z.array(CaseGroup), next: z.null(), complete: z.boolean() })),
  measures: procedure({
    method: 'GET',
    path: '/exceptions/measures',
    summary: 'How soon exceptions are looked at and decided, by code, producer, person or day',
    access: 'exceptions.read',
  })
    .input(
      z.object({
        /** The first and the last day, of the workspace's zone; left out, the thirty days up to today. */
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        by: CaseMeasureGrouping.default('all'),
      }),
    )
    .output(
      z.object({
        /** The days that were measured, where they were left out too. */
        from: z.iso.date(),
        to: z.iso.date(),
        items: z.array(CaseMeasure),
        next: z.null(),
      }),
    ),
}

/** What the address of the queue may say. Anything else in it is as if it were not there. */
import { z } from 'zod'
import { type CaseGrouping, caseSortKeys } from '../../engine/contract/case-views.ts'
import {
  exceptionCodes,
  exceptionScopes,
  exceptionStatuses,
  resolutions,
  severities,
} from '../../engine/contract/exceptions.ts'

/** Tokens for owners that no user can be called. */
export const me = '@me'
export const nobody = '@nobody'

/** Of whom or what nothing is known: a file of no producer, rows of several clients. */
export const none = '-'

/** From the nearest; each holds the ones before it. */
export const dueChoices = ['late', 'today', 'tomorrow', 'week'] as const
export type DueChoice = (typeof dueChoices)[number]

/** A status of the engine, or all of them; left out means what is not resolved. */
export const statusChoices = [...exceptionStatuses, 'any'] as const

/** The groupings that the screen offers. */
export const groupChoices = ['cause', 'producer', 'client', 'owner'] as const satisfies readonly CaseGrouping[]
export type GroupChoice = (typeof groupChoices)[number]

/** Several values in one parameter, those that are known, each once. */
const several = (isKnown: (value: string) => boolean) =>
  z
    .string()
    .max(2_000)
    .transform((text) => [...new Set(text.split(','))].filter(isKnown).join(',') || undefined)
    .optional()
    .catch(undefined)

const among =
  (known: readonly string[]) =>
  (value: string): boolean =>
    known.includes(value)

export const isNumber = (value: string): boolean => /^[1-9]\d{0,14}$/.test(value)
const isOwner = (value: string): boolean => value === me || value === nobody || /^[\p{L}\p{N}]/u.test(value)
const day = z.iso.date().optional().catch(undefined)
const typed = z.string().trim().min(1).max(120).optional().catch(undefined)
const minor = z.coerce.number().int().min(0).optional().catch(undefined)

const filterShape = {
  status: several(among(statusChoices)),
  severity: several(among(severities)),
  code: several(among(exceptionCodes)),
  scope: several(among(exceptionScopes)),
  resolution: several(among(resolutions)),
  producer: several((value) => value === none || isNumber(value)),
  owner: several(isOwner),
  batch: z.coerce.number().int().positive().optional().catch(undefined),
  client: typed,
  find: typed,
  /** Minor units. */
  least: minor,
  most: minor,
  due: z.enum(dueChoices).optional().catch(undefined),
  /** Business days on which it was raised. */
  from: day,
  to: day,
  /** Days on which it was resolved. */
  resolvedFrom: day,
  resolvedTo: day,
  snoozed: z.enum(['with', 'only']).optional().catch(undefined),
} as const

const lookShape = {
  by: z.enum(caseSortKeys).optional().catch(undefined),
  direction: z.enum(['ascending', 'descending']).optional().catch(undefined),
  group: z.enum(groupChoices).optional().catch(undefined),
} as const

/** What a saved view keeps. */
export const ViewSearch = z.object({ ...filterShape, ...lookShape })
export type ViewSearch = z.infer<typeof ViewSearch>

export const QueueSearch = ViewSearch.extend({
  /** The saved view that this began with. */
  view: z.string().max(40).optional().catch(undefined),
  /** The group that was entered; Backspace leads back to all of them. */
  at: z.string().max(200).optional().catch(undefined),
  open: z.coerce.number().int().positive().optional().catch(undefined),
  /** Work on many cases, whose results are shown over the queue. */
  bulk: z.coerce.number().int().positive().optional().catch(undefined),
})
export type QueueSearch = z.infer<typeof QueueSearch>
export type ChangeSearch = (changed: Partial<QueueSearch>, options?: { replace?: boolean }) => void

export const filterNames = Object.keys(filterShape) as readonly (keyof typeof filterShape)[]
export const viewNames = Object.keys(ViewSearch.shape) as readonly (keyof ViewSearch)[]

/** The values of a parameter that takes several. */
export const valuesOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.split(','))

/** Every name that a view decides about, so that what it leaves out goes from the address. */
export const whole = (view: ViewSearch): ViewSearch =>
  Object.fromEntries(viewNames.map((name) => [name, view[name]])) as ViewSearch

/** Two searches that show the same, whatever pane is open over them. */
export const sameView = (one: ViewSearch, other: ViewSearch): boolean =>
  viewNames.every((name) => (one[name] ?? usual(name)) === (other[name] ?? usual(name)))

const usual = (name: keyof ViewSearch): string | undefined => {
  if (name === 'by') return 'due'
  return name === 'direction' ? 'ascending' : undefined
}

/** Nothing but what is open, perhaps: the screen as it is entered. */
export const isBare = (search: QueueSearch): boolean =>
  search.view === undefined && search.at === undefined && viewNames.every((name) => search[name] === undefined)

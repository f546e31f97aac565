/** Addresses and what they are told, in words. Pure. */
import type { DeliveryState, WebhookDelivery, WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import type { Text } from '../messages/use-text.ts'
import { textOfCode } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

/** An open set: an event of a newer engine still says its code. */
export const eventWords = (text: Text, type: string): string => textOfCode(text, 'webhook', type)

export const toneOfDelivery: Readonly<Record<DeliveryState, Tone>> = {
  queued: 'low',
  waiting: 'medium',
  sending: 'progress',
  delivered: 'ok',
  given_up: 'critical',
  cancelled: 'low',
}

/** One that failed and is tried again is worse off than one whose turn has not come. */
export const toneOf = ({ state, lastProblem }: Pick<WebhookDelivery, 'state' | 'lastProblem'>): Tone =>
  state === 'waiting' && lastProblem !== null ? 'high' : toneOfDelivery[state]

export function stateWords({ state, lastProblem }: Pick<WebhookDelivery, 'state' | 'lastProblem'>, text: Text): string {
  return state === 'waiting' && lastProblem !== null ? text('webhooks.state.tried') : text(`webhooks.state.${state}`)
}

/** What was answered, or why nothing was. */
export function answerWords(
  { status, problem }: Readonly<{ status: number | null; problem: WebhookDelivery['lastProblem'] }>,
  text: Text,
): string {
  if (problem === null) return status === null ? '' : String(status)
  const why = text(`webhooks.problem.${problem}`)
  return status === null ? why : `${status} · ${why}`
}

export type EndpointStanding = Readonly<{ tone: Tone; word: string }>

/** The most urgent thing about it. */
export function standingOf(endpoint: WebhookEndpoint, text: Text): EndpointStanding {
  const { state, pausedBy, isListed, secretMadeAt, failingSince } = endpoint
  if (state === 'removed') return { tone: 'low', word: text('webhooks.is.removed') }
  if (state === 'paused')
    return { tone: 'high', word: text(pausedBy === 'engine' ? 'webhooks.is.given_up' : 'webhooks.is.paused') }
  if (!isListed) return { tone: 'critical', word: text('webhooks.is.not_listed') }
  if (secretMadeAt === null) return { tone: 'medium', word: text('webhooks.is.without_secret') }
  if (failingSince !== null) return { tone: 'high', word: text('webhooks.is.failing') }
  return { tone: 'ok', word: text('webhooks.is.active') }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a proposal sets of an address, as lines that can be held against each other. */
export function endpointLines(value: unknown, text: Text): readonly Readonly<{ what: string; says: string }>[] {
  if (!isObject(value)) return []
  const { name, url, events } = value
  const types = Array.isArray(events) ? events.map(String) : []
  return [
    { what: text('webhooks.name'), says: String(name) },
    { what: text('content.url'), says: String(url) },
    ...types.map((type) => ({ what: eventWords(text, type), says: text('effect.yes') })),
  ]
}

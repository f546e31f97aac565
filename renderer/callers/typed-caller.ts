/** What is typed about a program, read and held against the contract's own rules. Pure. */
import {
  type Caller,
  type CallerScope,
  callerScopes,
  callerTerms,
  callsPerMinuteMax,
  keyLastsMsMax,
  producerScopes,
} from '../../engine/contract/callers.ts'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { UserName } from '../../engine/contract/session.ts'
import { dayAfter } from '../exceptions/filter.ts'
import type { MessageId } from '../messages/messages.ts'
import type { TextValues } from '../messages/use-text.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'
import { formatInstant } from '../time/format.ts'
import { noonOf, todayIn } from '../time/noon.ts'
import { instantOf } from '../time/read.ts'

export type TypedCaller = Readonly<{
  name: string
  scopes: readonly CallerScope[]
  /** The number of a producer; empty for none. */
  producer: string
  /** One a line. */
  addresses: string
  /** The last day on which it opens. */
  lastDay: string
  callsPerMinute: string
  aloneUpTo: string
}>

export type Problem = Readonly<{ id: MessageId; values?: TextValues }>
export type CallerProblems = Readonly<Partial<Record<keyof TypedCaller, Problem>>>

type CallerChange = Extract<ProposedChange, { kind: 'caller' }>
export type ReadCaller =
  | Readonly<{ ok: true; change: CallerChange }>
  | Readonly<{ ok: false; problems: CallerProblems }>

/** Where and in what it is typed, and the program whose terms are changed; null for a new one. */
export type Around = Readonly<{ zone: string; currency: string; digits: number; known: Caller | null }>

const usualDays = 90
const usualPerMinute = 600
const addressesMax = 50
const dayMs = 86_400_000

/** The end of that day is never further away than a key may last. */
export const latestDay = (zone: string): string => dayAfter(todayIn(zone), keyLastsMsMax / dayMs - 1)

export function typedCaller({ zone, digits, known }: Around): TypedCaller {
  const usual = dayAfter(todayIn(zone), usualDays)
  if (known === null)
    return {
      name: '',
      scopes: [],
      producer: '',
      addresses: '',
      lastDay: usual,
      callsPerMinute: String(usualPerMinute),
      aloneUpTo: '',
    }
  const lastDay = dayOf(known.expiresAt, zone)
  return {
    name: known.name,
    scopes: known.scopes,
    producer: known.producer === null ? '' : String(known.producer),
    addresses: known.addresses.join('\n'),
    // Terms that ended are changed to have them last longer.
    lastDay: lastDay < todayIn(zone) ? usual : lastDay,
    callsPerMinute: String(known.callsPerMinute),
    aloneUpTo: known.aloneUpTo === 0 ? '' : decimalString(known.aloneUpTo, digits),
  }
}

export const needsProducer = (scopes: readonly CallerScope[]): boolean =>
  scopes.some((scope) => producerScopes.has(scope))

/** Who moves no money has no amount to move alone. */
export const movesMoney = (scopes: readonly CallerScope[]): boolean => scopes.includes('ledger.operate')

export function readCaller(typed: TypedCaller, around: Around): ReadCaller {
  const problems = problemsOf(typed, around)
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const { scopes, producer } = typed
  const alone = readAmount(typed.aloneUpTo, around.digits)
  return {
    ok: true,
    change: {
      kind: 'caller',
      ...(around.known === null ? {} : { caller: around.known.id }),
      name: typed.name.trim(),
      scopes: callerScopes.filter((scope) => scopes.includes(scope)),
      producer: producer === '' ? null : Number(producer),
      addresses: [...linesOf(typed.addresses)],
      expiresAt: expiryOf(typed.lastDay, around),
      callsPerMinute: Number(typed.callsPerMinute.trim()),
      aloneUpTo: alone.ok && movesMoney(scopes) ? alone.minor : 0,
    },
  }
}

function problemsOf(typed: TypedCaller, { zone, currency, digits }: Around): CallerProblems {
  const found: Readonly<Record<keyof TypedCaller, Problem | null>> = {
    name: UserName.safeParse(typed.name.trim()).success ? null : { id: 'caller.name.wrong' },
    scopes: typed.scopes.length === 0 ? { id: 'caller.scopes.missing' } : null,
    producer: needsProducer(typed.scopes) && typed.producer === '' ? { id: 'caller.producer.missing' } : null,
    addresses: addressProblem(linesOf(typed.addresses)),
    lastDay: lastDayProblem(typed.lastDay, zone),
    callsPerMinute: perMinuteProblem(typed.callsPerMinute.trim()),
    aloneUpTo: movesMoney(typed.scopes) ? aloneProblem(typed.aloneUpTo, currency, digits) : null,
  }
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null)) as CallerProblems
}

const linesOf = (typed: string): readonly string[] =>
  typed
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

function addressProblem(lines: readonly string[]): Problem | null {
  const wrong = lines.find((line) => !callerTerms.addresses.safeParse([line]).success)
  if (wrong !== undefined) return { id: 'caller.addresses.wrong', values: { line: wrong } }
  return lines.length > addressesMax ? { id: 'caller.addresses.too_many', values: { max: addressesMax } } : null
}

function lastDayProblem(day: string, zone: string): Problem | null {
  const latest = latestDay(zone)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day)
  return isDay && day >= todayIn(zone) && day <= latest ? null : { id: 'caller.expires.wrong', values: { latest } }
}

function perMinuteProblem(typed: string): Problem | null {
  const isCount = /^[1-9]\d{0,5}$/.test(typed) && Number(typed) <= callsPerMinuteMax
  return isCount ? null : { id: 'caller.per_minute.wrong', values: { max: callsPerMinuteMax } }
}

/** Nought is an answer here: everything waits for a person. */
function aloneProblem(typed: string, currency: string, digits: number): Problem | null {
  const id = amountProblem(typed, digits, true)
  return id === null || id === 'amount.zero' ? null : { id, values: { currency, digits } }
}

const dayOf = (at: string, zone: string): string => formatInstant(at, zone).slice(0, 10)

/** A last day that nobody touched stays the very instant that it was: else a change of something else would move it. */
function expiryOf(day: string, { zone, known }: Around): string {
  if (known !== null && dayOf(known.expiresAt, zone) === day && Date.parse(known.expiresAt) > Date.now())
    return known.expiresAt
  return instantOf(`${day}T23:59:59`, zone) ?? noonOf(day, zone)
}

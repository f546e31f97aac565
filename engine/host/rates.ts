/**
 * How often anybody may call: all together, each caller by what its key allows, everybody else by their address, and what
 * costs much or invites guessing apart from the rest. The headers of the answer say how much is left.
 */
import rateLimit from '@fastify/rate-limit'
import { ORPCError } from '@orpc/server'
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify'
import { now } from '../calendar/instant.ts'
import { keyMark } from '../callers/key.ts'
import { networkOf } from '../callers/network.ts'
import type { Engine } from '../engine.ts'
import { failureOf } from '../failure.ts'
import { tokenOf } from '../router/call-context.ts'
import { type ProgramCall, programBeside } from '../router/program.ts'
import { answersPerMinuteMax, isAnswer } from './answers.ts'
import { gatewayEventsPerMinuteMax, isGatewayEvent } from './gateway-events.ts'
import { pathOf } from './path-of.ts'
import { isReceiptCheck, receiptsPerMinuteMax } from './receipts.ts'
import { isUpload } from './uploads.ts'
import { isWalletPaper, isWalletSignIn, walletPapersPerMinuteMax, walletSignInsPerMinuteMax } from './wallet-pages.ts'

const minute = 60_000
/** What one machine should be asked at most, whoever asks. */
const togetherPerMinuteMax = 3_000_000

type Lane = Readonly<{ of: (request: Asked) => boolean; perMinute: number }>
/** `url`: the path in one spelling. */
type Asked = Readonly<{ method: string; url: string }>

const isSignIn = ({ method, url }: Asked): boolean => method === 'POST' && /^\/api\/session(\/recover)?(\?|$)/.test(url)

/** Counted apart from everything else, the first that fits. */
const lanes = {
  // Each try costs half a second of a processor.
  signIn: { of: isSignIn, perMinute: 30 },
  // Whoever answers is nobody that we know.
  answers: { of: ({ url }) => isAnswer(url), perMinute: answersPerMinuteMax },
  gatewayEvents: { of: ({ url }) => isGatewayEvent(url), perMinute: gatewayEventsPerMinuteMax },
  // A form that anybody may send, each of which is hashed and held against the books.
  receipts: { of: ({ url }) => isReceiptCheck(url), perMinute: receiptsPerMinuteMax },
  // A letter goes out for it, or a code is tried.
  walletSignIn: { of: isWalletSignIn, perMinute: walletSignInsPerMinuteMax },
  walletPapers: { of: ({ url }) => isWalletPaper(url), perMinute: walletPapersPerMinuteMax },
  // It reads the whole store.
  check: { of: ({ url }) => /^\/api\/(consistency-check|workspace\/check)/.test(url), perMinute: 12 },
  uploads: { of: ({ url }) => isUpload(url), perMinute: 120 },
  // Made once, and large.
  document: { of: ({ url }) => /^\/api\/(openapi\.json|docs)(\?|$)/.test(url), perMinute: 60 },
  // A page is made of a hundred small files, and all of an office may come from one address.
  files: { of: ({ url }) => /^\/(wallet\/)?assets\//.test(url), perMinute: 20_000 },
  all: { of: () => true, perMinute: 1_200 },
} as const satisfies Record<string, Lane>
type LaneName = keyof typeof lanes

const laneNames = Object.keys(lanes) as LaneName[]

function laneOf({ method, url }: Asked): LaneName {
  const asked = { method, url: pathOf(url) }
  return laneNames.find((name) => lanes[name].of(asked)) ?? 'all'
}

/** Says afterwards whose key it found in a request, so that nobody looks twice. */
export async function limitRates(
  app: FastifyInstance,
  engine: Engine,
): Promise<(request: FastifyRequest) => ProgramCall | undefined> {
  const found = new WeakMap<FastifyRequest, Found>()
  app.addHook('onRequest', together())
  await app.register(rateLimit, {
    timeWindow: minute,
    enableDraftSpec: true,
    keyGenerator: async (request) => {
      const [lane, program] = [laneOf(request), await knownProgram(engine, request)]
      found.set(request, { lane, program })
      return `${program === null ? networkOf(request.ip) : `caller:${program.caller.id}`}:${lane}`
    },
    max: (request) => mostOf(found.get(request) ?? { lane: laneOf(request), program: null }),
    onExceeded: (request) => {
      const program = found.get(request)?.program
      program?.callers.note(program.caller, { name: 'too_many_requests', refused: true, at: now() })
    },
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  })
  return (request) => found.get(request)?.program ?? undefined
}

/** Whose request it is, and what it is counted with. */
type Found = Readonly<{ lane: LaneName; program: ProgramCall | null }>

/** All calls of a minute, whoever makes them. */
function together(): onRequestHookHandler {
  let endsAt = 0
  let calls = 0
  return (_request, _reply, done) => {
    const at = performance.now()
    if (at >= endsAt) [endsAt, calls] = [at + minute, 0]
    calls += 1
    if (calls <= togetherPerMinuteMax) done()
    else done(tooMany(endsAt - at))
  }
}

/** A key says how often in general; what costs much is bounded for everybody. */
function mostOf({ lane, program }: Found): number {
  const { perMinute } = lanes[lane]
  if (program === null) return perMinute
  const { callsPerMinute } = program.caller.terms
  return lane === 'all' ? callsPerMinute : Math.min(callsPerMinute, perMinute)
}

async function knownProgram(engine: Engine, request: FastifyRequest): Promise<ProgramCall | null> {
  const token = tokenOf(request.headers.authorization)
  if (token?.startsWith(keyMark) !== true) return null
  try {
    return await programBeside({ engine, source: 'rest', address: request.ip }, token)
  } catch (error) {
    // Refused or not to be known now: counted by its address, and told so by the guard.
    if (failureOf(error) === undefined && !(error instanceof ORPCError)) throw error
    return null
  }
}

const tooMany = (ttl: number): Error =>
  Object.assign(new Error('too many requests'), {
    statusCode: 429,
    error: { code: 'too_many_requests', retryAfterSeconds: Math.ceil(ttl / 1000) },
  })

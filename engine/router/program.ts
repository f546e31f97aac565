/** Calls of programs: whose key it is, and a count of everything that was called with it. Keys open nothing but REST. */
import { ORPCError } from '@orpc/server'
import type { LiveSession } from '../access/sessions.ts'
import { now } from '../calendar/instant.ts'
import type { Callers } from '../callers/callers.ts'
import { keyMark } from '../callers/key.ts'
import type { KnownCaller } from '../callers/list.ts'
import type { CallContext } from './call-context.ts'
import { fault } from './faults.ts'

export type ProgramCall = Readonly<{ callers: Callers; caller: KnownCaller; session: LiveSession }>

type Calling = Pick<CallContext, 'engine' | 'source' | 'address' | 'program'>

/** Null for people, and for a key that opens nothing, which is counted: then nobody is signed in. */
export const programOf = (calling: Calling, token: string | undefined): Promise<ProgramCall | null> =>
  find(calling, token, true)

/** The same beside a call, which is counted where it is let in. */
export const programBeside = (calling: Calling, token: string | undefined): Promise<ProgramCall | null> =>
  find(calling, token, false)

async function find(
  { engine, source, address, program }: Calling,
  token: string | undefined,
  isCall: boolean,
): Promise<ProgramCall | null> {
  if (program !== undefined) return program
  if (source !== 'rest' || token === undefined || address === undefined || !token.startsWith(keyMark)) return null
  const { callers } = await engine.opened()
  const at = now()
  const shown = await callers.find(token, { address, at })
  if (shown.status === 'unknown') {
    if (isCall) callers.noteUnknown({ reason: shown.reason, address })
    return null
  }
  if (shown.status === 'open') return { callers, caller: shown.caller, session: shown.session }
  await callers.noteElsewhere(shown.caller, { address, at })
  throw fault('address_not_listed', 403, { address })
}

export async function noted<T>({ callers, caller }: ProgramCall, name: string, call: () => Promise<T>): Promise<T> {
  try {
    const answer = await call()
    callers.note(caller, { name, refused: false, at: now() })
    return answer
  } catch (error) {
    const code = error instanceof ORPCError ? (error.code === 'BAD_REQUEST' ? 'bad_input' : error.code) : 'failed'
    callers.note(caller, { name: `${name} ${code}`, refused: true, at: now() })
    throw error
  }
}

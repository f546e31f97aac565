/**
 * The header `Idempotency-Key`: for every operation that carries a key, the same as the field `key`. An operation without a
 * key is refused, because a call that is sent again after a lost answer would move money twice.
 */
import { isContractProcedure } from '@orpc/contract'
import { ORPCError } from '@orpc/server'
import { ZodObject } from 'zod'
import type { CallContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'

export const keyHeader = 'idempotency-key'

type Call = Readonly<{
  input: unknown
  context: CallContext
  procedure: object
  next: (options?: never) => Promise<unknown>
}>

/** Whether an input has a key, so that the header means something for it. */
export function carriesKey(procedure: object): boolean {
  if (!isContractProcedure(procedure)) return false
  const { inputSchema } = procedure['~orpc']
  return inputSchema instanceof ZodObject && 'key' in inputSchema.shape
}

/** What is wrong with the key is said behind the guard: a call that is not allowed is refused, and counted, as such. */
export async function keyFromHeader(call: Call): Promise<unknown> {
  if (!carriesKey(call.procedure)) return call.next()
  const header = call.context.reqHeaders?.get(keyHeader) ?? null
  const input = (typeof call.input === 'object' && call.input !== null ? call.input : {}) as Readonly<{ key?: unknown }>
  const differs = header !== null && input.key !== undefined && input.key !== header
  const key = differs ? null : (header ?? input.key)
  try {
    return await call.next({ ...call, input: { ...input, key } } as never)
  } catch (error) {
    throw isAboutKey(error) ? refused(differs ? 'differs from the field key' : 'send one, or the field key') : error
  }
}

/** Nothing else is wrong with the input, or the key is wrong as well: it is the first thing to mend. */
function isAboutKey(error: unknown): boolean {
  if (!(error instanceof ORPCError) || error.code !== 'bad_input') return false
  const { issues = [] } = (error.data ?? {}) as Readonly<{ issues?: readonly Readonly<{ path: string }>[] }>
  return issues.some(({ path }) => path === 'key')
}

const refused = (problem: string): Error => fault('bad_input', 400, { issues: [{ path: 'Idempotency-Key', problem }] })

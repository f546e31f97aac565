/**
 * The header `Idempotency-Key`: for every operation that carries a key, the same as the field `key`. An operation without a
 * key is refused, because a call that is sent again after a lost answer would move money twice.
 */
import { isContractProcedure } from '@orpc/contract'
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

export async function keyFromHeader(call: Call): Promise<unknown> {
  if (!carriesKey(call.procedure)) return call.next()
  const header = call.context.reqHeaders?.get(keyHeader) ?? null
  const input = (typeof call.input === 'object' && call.input !== null ? call.input : {}) as Readonly<{ key?: unknown }>
  if (header === null) {
    if (input.key === undefined) throw refused('send one, or the field key')
    return call.next()
  }
  if (input.key !== undefined && input.key !== header) throw refused('differs from the field key')
  return call.next({ ...call, input: { ...input, key: header } } as never)
}

const refused = (problem: string): Error => fault('bad_input', 400, { issues: [{ path: 'Idempotency-Key', problem }] })

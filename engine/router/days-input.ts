/** Business days that a client asked for: a range that ends before it begins is a slip, not an empty answer. */
import { fault } from './faults.ts'

type Days = Readonly<{ from?: string | undefined; to?: string | undefined }>

export function daysInput({ from, to }: Days): Days {
  if (from !== undefined && to !== undefined && to < from)
    throw fault('bad_input', 400, { issues: [{ path: 'to', problem: 'before the first day' }] })
  return { from, to }
}

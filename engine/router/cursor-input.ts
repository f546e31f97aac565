/** Reads the cursor that a client sent back: one that the engine did not make is bad input. */
import { readCursor } from '../views/cursor.ts'
import { fault } from './faults.ts'

export function numberCursor(cursor: string): number {
  const [key, ...more] = readCursor(cursor) ?? []
  if (key === undefined || more.length > 0) throw notOurs()
  return key
}

/** For lists that go from one kind of item to another: which kind is told by how many keys there are. */
export function cursorKeys(cursor: string, counts: readonly number[]): readonly number[] {
  const keys = readCursor(cursor)
  if (keys === null || !counts.includes(keys.length)) throw notOurs()
  return keys
}

export const notOurs = () =>
  fault('bad_input', 400, { issues: [{ path: 'cursor', problem: 'not a cursor of this list' }] })

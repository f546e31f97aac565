/** Reads the cursor that a client sent back: one that the engine did not make is bad input. */
import { readCursor } from '../views/cursor.ts'
import { fault } from './faults.ts'

export function numberCursor(cursor: string): number {
  const key = readCursor(cursor, 'number')
  if (key === null)
    throw fault('bad_input', 400, { issues: [{ path: 'cursor', problem: 'not a cursor of this list' }] })
  return key
}

export function textCursor(cursor: string): string {
  const key = readCursor(cursor, 'string')
  if (key === null)
    throw fault('bad_input', 400, { issues: [{ path: 'cursor', problem: 'not a cursor of this list' }] })
  return key
}

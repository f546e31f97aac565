import { readByLines } from '../read-by-lines.ts'
import { fields } from './fields.ts'
import { endRun, newRun, refuse, takePiece } from './run.ts'

/** Reads MT940, in SWIFT envelopes or bare: statement after statement, line by line. */
export const readMt940 = readByLines({
  // A line of a field is 65 wide; some banks write all of an information on one.
  lineBytesMax: 8192,
  parts: fields,
  newRun,
  takePiece,
  refuse,
  endRun,
})

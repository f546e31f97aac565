import { readByLines } from '../read-by-lines.ts'
import { records } from './records.ts'
import { endRun, newRun, refuse, takePiece } from './run.ts'

/** Reads BAI2: a file of groups of accounts, each held against its own trailer. */
export const readBai2 = readByLines({
  // Records are 80 wide by the standard; some banks write all of a text on one line.
  lineBytesMax: 8192,
  parts: records,
  newRun,
  takePiece,
  refuse,
  endRun,
})

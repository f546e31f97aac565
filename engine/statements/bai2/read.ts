import type { StatementPiece, StatementReader } from '../statement.ts'
import { textLines } from '../text-lines.ts'
import { records } from './records.ts'
import { endRun, newRun, refuse, takePiece } from './run.ts'

/** Reads BAI2: a file of groups of accounts, each held against its own trailer. */

/** Records are 80 wide by the standard; some banks write all of a text on one line. */
const lineBytesMax = 8192

export const readBai2: StatementReader = async function* (bytes, reading) {
  const lines = textLines(lineBytesMax)
  const parts = records()
  const run = newRun(reading)
  for await (const chunk of bytes) {
    for (const line of lines.take(chunk)) {
      for (const piece of parts.take(line)) takePiece(run, piece)
    }
    const tooLongAt = lines.tooLongAt()
    if (tooLongAt !== null) refuse(run, { code: 'too_large', place: tooLongAt, field: '', found: '' })
    const pieces = run.pieces.splice(0)
    if (pieces.length > 0) yield pieces
    if (run.isOver) return
  }
  for (const line of lines.end()) {
    for (const piece of parts.take(line)) takePiece(run, piece)
  }
  for (const piece of parts.end()) takePiece(run, piece)
  endRun(run)
  const last: readonly StatementPiece[] = run.pieces.splice(0)
  if (last.length > 0) yield last
}

/** The way through any statement that is told in lines of text: each line is bounded, and pieces leave as soon as they are there. */
import type { Reading, StatementFault, StatementPiece, StatementReader } from './statement.ts'
import { readTextBlocks } from './text-blocks.ts'
import { type TextLine, textLines } from './text-lines.ts'

type Parts<P> = Readonly<{ take: (line: TextLine) => readonly P[]; end: () => readonly P[] }>
type Run = { readonly pieces: StatementPiece[]; isOver: boolean }

/** A format: how lines become its parts, and what it makes of each while it reads one file. */
type Format<P, R extends Run> = Readonly<{
  lineBytesMax: number
  parts: () => Parts<P>
  newRun: (reading: Reading) => R
  takePiece: (run: R, piece: P) => void
  refuse: (run: R, fault: StatementFault) => void
  endRun: (run: R) => void
}>

export const readByLines = <P, R extends Run>(format: Format<P, R>): StatementReader =>
  async function* (bytes, reading) {
    const lines = textLines(format.lineBytesMax)
    const parts = format.parts()
    const run = format.newRun(reading)
    const take = (pieces: readonly P[]): void => {
      for (const piece of pieces) format.takePiece(run, piece)
    }
    const text = reading.encoding === undefined ? asItIs(bytes) : readTextBlocks(bytes, reading.encoding)
    for await (const chunk of told(text, (fault) => format.refuse(run, fault))) {
      for (const line of lines.take(chunk)) take(parts.take(line))
      const tooLongAt = lines.tooLongAt()
      if (tooLongAt !== null) format.refuse(run, { code: 'too_large', place: tooLongAt, field: '', found: '' })
      const pieces = run.pieces.splice(0)
      if (pieces.length > 0) yield pieces
      if (run.isOver) return
    }
    for (const line of lines.end()) take(parts.take(line))
    take(parts.end())
    format.endRun(run)
    const last: readonly StatementPiece[] = run.pieces.splice(0)
    if (last.length > 0) yield last
  }

async function* asItIs(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, null> {
  yield* bytes
  return null
}

/** The blocks of a text, and last an empty one when it ended because its bytes are none of that encoding. */
async function* told(
  text: AsyncGenerator<Uint8Array, StatementFault | null>,
  refuse: (fault: StatementFault) => void,
): AsyncGenerator<Uint8Array> {
  const fault = yield* text
  if (fault === null) return
  refuse(fault)
  yield new Uint8Array(0)
}

/** One file from the archive to lines in the store: read on the intake thread, written piece by piece, and ended whole or refused. */
import path from 'node:path'
import type { StatementFormat } from '../../contract/statement-sources.ts'
import type { EngineStore } from '../../engine-store.ts'
import type { Caller } from '../../threads/call.ts'
import type { Encoding } from '../first-text.ts'
import type { StatementFault } from '../statement.ts'
import type { ReadStep } from './read-steps.ts'
import type { Around } from './thread-calls.ts'

export type FileRunParts = Readonly<{
  store: EngineStore
  thread: Caller
  archive: string
  stopping: () => boolean
}>

/** Answers whether it came to the file's end; one that was stopped is read again from the beginning. */
export async function readFile(parts: FileRunParts, file: number): Promise<boolean> {
  const { store, archive } = parts
  const { isBegun, ...from } = await store.read('statements.fileToRead', { file })
  const whole = { ...from, archive: path.join(archive, from.archive) }
  // What a crash left of it is of no use: the reader has no memory of where it was.
  if (isBegun) await forget(store, file)
  await ask(parts, 'statementOpen', whole)
  const end = await readPieces(parts, file)
  if (end === 'stopped') return false
  if (end === 'whole') await store.write('statements.finishReading', { file }, 'engine')
  else await refuse(parts, { ...end, file, archive: whole.archive })
  return true
}

type Faulty = Readonly<{ format: StatementFormat | null; encoding: Encoding | null; fault: StatementFault }>

/** While the writer works on a piece, the next one is read. */
async function readPieces(parts: FileRunParts, file: number): Promise<Faulty | 'whole' | 'stopped'> {
  const { store, stopping } = parts
  let next = ask(parts, 'statementNext', null) as Promise<ReadStep>
  for (;;) {
    const { format, encoding, pieces, fault, isLast } = await next
    if (fault !== null) return { format, encoding, fault }
    if (!isLast) {
      next = ask(parts, 'statementNext', null) as Promise<ReadStep>
      // Whoever waits for it hears of it; nobody does when writing fails first.
      next.catch(() => undefined)
    }
    await store.write('statements.noteRead', { file, format, pieces }, 'engine')
    if (isLast) return 'whole'
    if (stopping()) return 'stopped'
  }
}

type Refusing = Faulty & Readonly<{ file: number; archive: string }>

async function refuse(parts: FileRunParts, { file, archive, format, encoding, fault }: Refusing): Promise<void> {
  const { store } = parts
  await forget(store, file)
  const asked: Around = { archive, place: fault.place, encoding }
  const around = (await ask(parts, 'statementAround', asked)) as readonly string[]
  await store.write('statements.refuse', { file, format, problem: { ...fault, around: [...around] } }, 'engine')
}

async function forget(store: EngineStore, file: number): Promise<void> {
  for (let more = true; more; ) ({ more } = await store.write('statements.forgetRead', { file }, 'engine'))
}

async function ask({ thread }: FileRunParts, name: string, input: unknown): Promise<unknown> {
  await thread.started
  return thread.call(name, input, { actor: '' })
}

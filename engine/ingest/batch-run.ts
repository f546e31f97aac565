/**
 * Takes one received batch to its end: checked as a whole, judged, posted piece by piece, sealed. Each step is durable
 * before the next begins, and every step knows what an interrupted one has left.
 */
import path from 'node:path'
import type { EngineStore } from '../engine-store.ts'
import { assertNever } from '../invariant.ts'
import type { Caller } from '../threads/call.ts'
import type { CheckStep } from './check/check-file.ts'
import type { BatchFile } from './file-to-read.ts'
import { memoryOf, type PieceRows } from './posting/piece.ts'
import type { Posted, PostInput } from './posting/post-block.ts'

export type RunningBatch = Readonly<{
  batch: number
  file: string
  producerCode: string
  step: 'checking' | 'posting'
  bytes: number
  bytesDone: number
  rows: number | null
  rowsDone: number
  /** When the step began. */
  since: number
}>

export type RunParts = Readonly<{
  store: EngineStore
  thread: Caller
  archive: string
  now: () => number
  stopping: () => boolean
  onProgress: (running: RunningBatch) => void
  /** Sends the last steps of files before this one on their way, so that what is written comes in the files' order. */
  inOrder: () => void
  /** Takes a last step that need not be waited for before the next file is read. */
  later: ((work: () => Promise<unknown>) => void) | undefined
}>

type Checked = Extract<CheckStep, { status: 'checked' }>

// Only a file that takes a while to check is said to be checking.
const announcedFromBytes = 2 ** 20

export class BatchRun {
  readonly #parts: RunParts
  readonly #file: BatchFile
  #running: RunningBatch

  constructor(parts: RunParts, file: BatchFile) {
    this.#parts = parts
    this.#file = file
    const { batch, name, code, bytes } = file
    const nothing = { bytesDone: 0, rows: null, rowsDone: 0, since: parts.now() }
    this.#running = { batch, file: name, producerCode: code, step: 'checking', bytes, ...nothing }
  }

  async finish(): Promise<void> {
    const { archive } = this.#parts
    const { batch, name, bytes, rules } = this.#file
    this.#show({})
    await this.#ask('check', { batch, name, bytes, rules, archive: path.join(archive, this.#file.archive) })
    const goesOn = this.#file.state === 'posting' ? await this.#checkAgain() : await this.#check()
    if (goesOn === null || this.#parts.stopping()) return
    await this.#post(goesOn)
  }

  /** Which rows are suspect is not kept over a crash; the verdict is. */
  async #checkAgain(): Promise<Checked | null> {
    for (;;) {
      const step = await this.#nextStep()
      if (step.status === 'checked') return step
      if (step.status === 'unreadable' || this.#parts.stopping()) return null
    }
  }

  /** Null when nothing is left to be posted. */
  async #check(): Promise<Checked | null> {
    const { store, stopping, inOrder } = this.#parts
    const { batch, bytes, state } = this.#file
    let begun = state === 'checking' || bytes >= announcedFromBytes
    if (begun) inOrder()
    if (begun) await store.write('ingest.beginCheck', { batch }, 'engine')
    while (!stopping()) {
      const step = await this.#nextStep()
      switch (step.status) {
        case 'going':
          inOrder()
          if (!begun) await store.write('ingest.beginCheck', { batch }, 'engine')
          begun = true
          await store.write('ingest.noteFaults', { batch, ...step }, 'engine')
          break
        case 'unreadable': {
          const { code, reason, line } = step
          inOrder()
          await store.write('ingest.rejectUnreadable', { batch, code, reason, line }, 'engine')
          return null
        }
        case 'checked':
          return (await this.#judge(step, begun)) ? step : null
        default:
          return assertNever(step)
      }
    }
    return null
  }

  /** Whether there is something left to post. */
  async #judge(step: Checked, begun: boolean): Promise<boolean> {
    const { store, later, inOrder } = this.#parts
    const { batch, version, rules } = this.#file
    const { facts, faults, kept } = step
    const judging = { batch, facts, faults, agreement: rules.agreement, version }
    if (kept === null || begun) inOrder()
    if (kept === null || begun) return (await store.write('ingest.judge', judging, 'engine')).state === 'posting'
    const posting = this.#inputOf(kept, 1, step)
    const settle = (): Promise<unknown> => store.write('ingest.settleSmall', { judging, posting }, 'engine')
    if (later === undefined) await settle()
    else later(settle)
    return false
  }

  /** While the writer posts a piece, the next one is read. */
  async #post(checked: Checked): Promise<void> {
    const { store, now } = this.#parts
    this.#show({ step: 'posting', bytesDone: 0, rows: checked.facts.rows, rowsDone: 0, since: now() })
    await this.#ask('rows', { afterLine: this.#file.linesDone })
    let next = this.#ask('rowsNext', null)
    let firstLine = this.#file.linesDone + 1
    for (;;) {
      const piece = (await next) as PieceRows | null
      if (piece === null) break
      next = this.#ask('rowsNext', null)
      // Should posting fail, nobody awaits the piece that is being read.
      next.catch(() => undefined)
      const line = await this.#postPiece(piece, firstLine, checked)
      if (line === null) {
        await next
        return
      }
      firstLine = line + 1
    }
    await store.write('ingest.seal', { batch: this.#file.batch }, 'engine')
  }

  /** The last line of the piece; null when the batch goes no further. Whoever waits for the writer goes in between. */
  async #postPiece(piece: PieceRows, firstLine: number, checked: Checked): Promise<number | null> {
    const { store, stopping } = this.#parts
    let line = firstLine - 1
    for (let rest: PieceRows | null = piece; rest !== null; ) {
      const input = this.#inputOf(rest, line + 1, checked)
      const posted: Posted = await store.write('ingest.post', input, 'engine', memoryOf(rest))
      if (posted.status === 'stopped') return null
      this.#show({ bytesDone: posted.bytesDone, rowsDone: this.#running.rowsDone + posted.rows })
      if (stopping()) return null
      line = posted.lastLine
      rest = posted.rest
    }
    return line
  }

  #inputOf(rows: PieceRows, firstLine: number, { facts }: Checked): PostInput {
    const { batch, rules } = this.#file
    const { producer, agreement } = rules
    return {
      batch,
      producer,
      clientUnknown: agreement.effects.CLIENT_UNKNOWN,
      claimsSince: facts.claimsSince,
      rows,
      firstLine,
    }
  }

  async #nextStep(): Promise<CheckStep> {
    const step = (await this.#ask('checkNext', null)) as CheckStep
    if (step.status === 'going') this.#show({ bytesDone: step.bytesDone, rowsDone: step.rows })
    return step
  }

  #ask(name: string, input: unknown): Promise<unknown> {
    return this.#parts.thread.call(name, input, { actor: '' })
  }

  #show(change: Partial<RunningBatch>): void {
    this.#running = { ...this.#running, ...change }
    this.#parts.onProgress(this.#running)
  }
}

/**
 * Calls between the answering thread and a store thread: a number, a name and an input go over, a value or an error comes
 * back. Written by hand because it is forty lines and every query of the product passes through it.
 */
import type { MessagePort, Worker } from 'node:worker_threads'
import { Failure, type FailureCode, type FailureFacts, failureOf } from '../failure.ts'
import { assertNever, invariant } from '../invariant.ts'

export type CallRequest = Readonly<{ id: number; name: string; input: unknown; actor: string }>
/** Asks the thread to end once everything asked before is answered. */
type Goodbye = Readonly<{ goodbye: true }>

/** The thread's first message says whether it could open the store at all; it answers to this number. */
const startId = 0

type CallReply =
  | Readonly<{ id: number; is: 'value'; value: unknown }>
  | Readonly<{ id: number; is: 'progress'; value: unknown }>
  | Readonly<{ id: number; is: 'failure'; code: FailureCode; facts: FailureFacts }>
  /** A bug of ours: its stack is for the log of this machine and never leaves the engine. */
  | Readonly<{ id: number; is: 'bug'; stack: string }>

export class StoreThreadBug extends Error {
  override readonly name = 'StoreThreadBug'
}

type Waiting = Readonly<{
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
  onProgress: ((value: unknown) => void) | undefined
}>

export type Caller = Readonly<{
  started: Promise<void>
  end: () => Promise<void>
  call: (name: string, input: unknown, options: CallOptions) => Promise<unknown>
  /** How many calls have not been answered yet. */
  waiting: () => number
}>
export type CallOptions = Readonly<{
  actor: string
  onProgress?: ((value: unknown) => void) | undefined
  /** Memory that goes over with the input instead of being copied: the caller has it no more. */
  transfer?: readonly ArrayBuffer[] | undefined
}>

/** An answer whose memory goes over with it: the thread that answers has it no more. */
export class Handed {
  readonly value: unknown
  readonly transfer: readonly ArrayBuffer[]

  constructor(value: unknown, transfer: readonly ArrayBuffer[]) {
    this.value = value
    this.transfer = transfer
  }
}

/**
 * The calling side. When the thread dies, every call that waits for it fails, and so does every later one. The thread may
 * look at how many calls wait, while it works on one of them, in memory that both share.
 */
export function callerOf(worker: Worker, asked: Int32Array = new Int32Array(1)): Caller {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let gone: Error | undefined
  worker.on('message', (reply: CallReply) => {
    settle(waiting, reply)
    Atomics.store(asked, 0, waiting.size)
  })
  const fail = (error: Error): void => {
    gone ??= error
    for (const each of waiting.values()) each.reject(error)
    waiting.clear()
  }
  worker.on('error', (error: unknown) => fail(failureOf(error) ?? (error as Error)))
  worker.on('exit', () => fail(new Failure('engine_stopping')))
  const started = new Promise<void>((resolve, reject) => {
    waiting.set(startId, { resolve: () => resolve(), reject, onProgress: undefined })
  })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  return {
    started,
    end: () => {
      worker.postMessage({ goodbye: true } satisfies Goodbye)
      return ended
    },
    call: (name, input, { actor, onProgress, transfer = [] }) =>
      new Promise((resolve, reject) => {
        if (gone !== undefined) return reject(gone)
        lastId += 1
        // An input that can't be sent throws here and fails this call alone, so it waits for nothing.
        worker.postMessage({ id: lastId, name, input, actor } satisfies CallRequest, transfer)
        waiting.set(lastId, { resolve, reject, onProgress })
        Atomics.store(asked, 0, waiting.size)
      }),
    waiting: () => [...waiting.keys()].filter((id) => id !== startId).length,
  }
}

function settle(waiting: Map<number, Waiting>, reply: CallReply): void {
  const each = waiting.get(reply.id)
  if (each === undefined) return
  if (reply.is === 'progress') return each.onProgress?.(reply.value)
  waiting.delete(reply.id)
  switch (reply.is) {
    case 'value':
      return each.resolve(reply.value)
    case 'failure':
      return each.reject(new Failure(reply.code, reply.facts))
    case 'bug': {
      const bug = new StoreThreadBug(reply.stack.split('\n', 1)[0])
      bug.stack = reply.stack
      return each.reject(bug)
    }
    default:
      return assertNever(reply)
  }
}

/** Opens what the thread works on and says how that went; on failure there is nothing to answer, and the thread ends. */
export async function announceStart(port: MessagePort, open: () => void | Promise<void>): Promise<void> {
  try {
    await open()
    port.postMessage({ id: startId, is: 'value', value: null } satisfies CallReply)
  } catch (error) {
    port.postMessage(replyOfError(startId, error))
    port.close()
  }
}

type Answer = (request: CallRequest, onProgress: (value: unknown) => void) => Promise<unknown>

/** The answering side: one call after another, in the order they came. */
export function answerCalls(port: MessagePort, answer: Answer): void {
  const answerFirst = async (queue: readonly CallRequest[]): Promise<number> => {
    const [request] = queue
    invariant(request !== undefined, 'nothing waits to be answered')
    send(port, ...(await replyTo(port, request, answer)))
    return 1
  }
  serve(port, { answerSome: answerFirst, onIdle: () => {} })
}

/** How a call of a group ended: with a value, or with what it threw. */
export type Ended = PromiseSettledResult<unknown>

type GroupOptions = Readonly<{
  /** Takes as many from the front as it sees fit, at least one, and says how each of them ended. */
  answerFront: (waiting: readonly CallRequest[]) => Promise<readonly Ended[]>
  onIdle: () => void
}>

/** The answering side where calls that wait together may be worked on together: in order, and answered in order. */
export function answerCallsInGroups(port: MessagePort, { answerFront, onIdle }: GroupOptions): void {
  const answerGroup = async (queue: readonly CallRequest[]): Promise<number> => {
    // What was sent meanwhile is let in first, and a load that never pauses does not shut out the thread's own events.
    await new Promise((resolve) => setImmediate(resolve))
    const ended = await answerFront(queue)
    for (const [index, each] of ended.entries()) {
      const request = queue[index]
      invariant(request !== undefined, 'more answers than calls', { waiting: queue.length, answers: ended.length })
      send(
        port,
        each.status === 'fulfilled' ? replyOfValue(request.id, each.value) : replyOfError(request.id, each.reason),
      )
    }
    return ended.length
  }
  serve(port, { answerSome: answerGroup, onIdle })
}

type Service = Readonly<{
  /** Answers some calls from the front and says how many. */
  answerSome: (queue: readonly CallRequest[]) => Promise<number>
  onIdle: () => void
}>

function serve(port: MessagePort, { answerSome, onIdle }: Service): void {
  const queue: CallRequest[] = []
  let busy = false
  let leaving = false
  const drain = async (): Promise<void> => {
    busy = true
    while (queue.length > 0) queue.splice(0, await answerSome(queue))
    busy = false
    if (leaving) port.close()
    else onIdle()
  }
  port.on('message', (message: CallRequest | Goodbye) => {
    if ('goodbye' in message) leaving = true
    else queue.push(message)
    if (!busy) void drain()
  })
}

/** A value that can't be sent is a bug of whoever made it, and no reason for the thread to die. */
function send(port: MessagePort, reply: CallReply, transfer: readonly ArrayBuffer[] = []): void {
  try {
    port.postMessage(reply, transfer)
  } catch (error) {
    port.postMessage(replyOfError(reply.id, error))
  }
}

type Sent = readonly [reply: CallReply, transfer: readonly ArrayBuffer[]]

async function replyTo(port: MessagePort, request: CallRequest, answer: Answer): Promise<Sent> {
  const { id } = request
  try {
    const progress = (value: unknown): void => port.postMessage({ id, is: 'progress', value } satisfies CallReply)
    const value = await answer(request, progress)
    return value instanceof Handed ? [replyOfValue(id, value.value), value.transfer] : [replyOfValue(id, value), []]
  } catch (error) {
    return [replyOfError(id, error), []]
  }
}

const replyOfValue = (id: number, value: unknown): CallReply => ({ id, is: 'value', value })

function replyOfError(id: number, error: unknown): CallReply {
  const failure = failureOf(error)
  if (failure !== undefined) return { id, is: 'failure', code: failure.code, facts: failure.facts }
  return { id, is: 'bug', stack: (error as Error)?.stack ?? String(error) }
}

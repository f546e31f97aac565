/** `batches reject`, `recheck`, `release`, `reverse` and `file`: what people decide about a batch, and its file. */
import { randomUUID } from 'node:crypto'
import type { Batch } from '../contract/batches.ts'
import type { EngineClient } from '../contract/contract.ts'
import { batchSaid } from './batch-words.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { neededOf, optionsOf } from './fields.ts'
import { numberOf } from './parse.ts'
import { proposed } from './propose.ts'
import { Refusal } from './refusal.ts'
import { said } from './said.ts'
import { writeNew } from './write-new.ts'

const one = { min: 1, max: 1 } as const

export const decideBatchCommands: readonly Command[] = [
  {
    name: 'batches reject',
    form: 'ID --reason TEXT',
    summary: 'reject a held batch, at once: nothing of it is posted',
    details: 'One of which rows are posted can only be released or reversed, by a proposal.',
    positionals: one,
    options: optionsOf('reason'),
    run: reject,
  },
  {
    name: 'batches recheck',
    form: 'ID --reason TEXT',
    summary: 'check a held or rejected batch again, by the agreement that is in force now',
    details:
      'It ends when the batch is checked, and posted if nothing holds it any more. Exit 1 when it is not posted.',
    positionals: one,
    options: optionsOf('reason'),
    run: recheck,
  },
  {
    name: 'batches release',
    form: 'ID --reason TEXT [--key K]',
    summary: 'propose to post a held batch although a rule holds it; "proposals approve" does it',
    positionals: one,
    options: optionsOf('reason', 'key'),
    run: (call) => propose(call, 'batch_release'),
  },
  {
    name: 'batches reverse',
    form: 'ID --reason TEXT [--key K]',
    summary: 'propose to undo what is posted of a batch; "proposals approve" does it',
    details: `What clients have spent of it they owe from then on. Its rows stay known: sent again they are repeats.`,
    positionals: one,
    options: optionsOf('reason', 'key'),
    run: (call) => propose(call, 'batch_reverse'),
  },
  {
    name: 'batches file',
    form: 'ID --to FILE',
    summary: "write a batch's file as it was dropped; card numbers are not masked in it",
    positionals: one,
    options: optionsOf('to'),
    run: file,
  },
]

const idOf = (call: Call): number => numberOf(argumentOf(call, 0), 'batch')

async function reject(call: Call): Promise<Answer> {
  const input = { id: idOf(call), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.batches.reject(input)
    return { document, text: batchSaid.rejected(document) }
  })
}

async function recheck(call: Call): Promise<Answer> {
  const input = { id: idOf(call), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    await client.batches.recheck(input)
    const document = await settledBatch(call, client, input.id)
    const exit = document.state === 'posted' ? 0 : 1
    return { document, text: batchSaid.rechecked(document), exit }
  })
}

const lookAgainMs = 50
/** Looks at which nothing moves any more: then something is in its way, and the next start goes on. */
const stillMax = 100
const underWay: ReadonlySet<Batch['state']> = new Set(['received', 'checking', 'posting'])

/** A command that ended with a batch on its way would stop it there, because the engine ends with the command. */
export async function settledBatch(call: Call, client: EngineClient, id: number): Promise<Batch> {
  let before = ''
  for (let still = 0; ; still += 1) {
    const batch = await client.batches.get({ id })
    const { running } = await client.ingest.status()
    const { state, reversal } = batch
    const isUndoing = reversal !== null && reversal.rowsDone < reversal.rows
    if (call.signal.aborted) throw new Refusal('interrupted')
    if ((!underWay.has(state) && !isUndoing) || still === stillMax) return batch
    const now = JSON.stringify([batch, running])
    if (now !== before) still = 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
}

async function propose(call: Call, kind: 'batch_release' | 'batch_reverse'): Promise<Answer> {
  const batch = idOf(call)
  const reason = neededOf(call, 'reason')
  return signedIn(call, (client) => {
    const key = optionOf(call, 'key') ?? randomUUID()
    // Said before it is used: whoever hears no answer may ask again with it.
    if (optionOf(call, 'key') === undefined) call.output.say(said.keyUsed(key))
    return proposed(client, { change: { kind, batch }, reason, key, initiatedBy: undefined })
  })
}

async function file(call: Call): Promise<Answer> {
  const id = idOf(call)
  const to = neededOf(call, 'to')
  return signedIn(call, async (client) => {
    const dropped = await client.batches.download({ id })
    await writeNew(to, dropped)
    return { document: { batch: id, file: to, bytes: dropped.size }, text: batchSaid.fileWritten(to, dropped.size) }
  })
}

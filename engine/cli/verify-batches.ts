/** `batches verify`: archived files read again and compared with the books, row by row. */
import type { Batch } from '../contract/batches.ts'
import type { EngineClient } from '../contract/contract.ts'
import { differencesText } from './batch-text.ts'
import { batchSaid } from './batch-words.ts'
import { type Answer, type Call, type Command, flagOf } from './command.ts'
import { signedIn } from './connection.ts'
import { type Figures, figuresOf } from './figures.ts'
import { numberOf } from './parse.ts'
import { Refusal, UsageError } from './refusal.ts'
import { tableOf } from './table.ts'

export const verifyBatchCommands: readonly Command[] = [
  {
    name: 'batches verify',
    form: 'ID... | --all',
    summary: 'read the archived files of sealed batches again and compare them with the books, row by row',
    details: 'Exit 1 when one differs: then an exception is raised, and "batches show" lists the lines.',
    positionals: { min: 0, max: Number.POSITIVE_INFINITY },
    options: { all: { kind: 'flag' } },
    run: verify,
  },
]

async function verify(call: Call): Promise<Answer> {
  const ids = call.positionals.map((each) => numberOf(each, 'batch'))
  const isAll = flagOf(call, 'all')
  if (ids.length === 0 && !isAll) throw new UsageError({ is: 'argument_missing' })
  if (isAll && ids.length > 0) throw new UsageError({ is: 'argument_too_many', given: call.positionals[0] ?? '' })
  return signedIn(call, async (client) => {
    const items: Batch[] = []
    for await (const id of isAll ? everySealed(client) : ids) {
      if (call.signal.aborted) throw new Refusal('interrupted')
      items.push(await client.batches.verify({ id }))
    }
    const differ = items.some(({ verification }) => verification?.outcome === 'differs')
    return { document: { items }, text: textOf(items, await figuresOf(client)), exit: differ ? 1 : 0 }
  })
}

/** From the newest; those that are on their way or wait for a person are passed over. */
async function* everySealed(client: EngineClient): AsyncGenerator<number> {
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await client.batches.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) })
    for (const { id, sealedAt } of items) if (sealedAt !== null) yield id
    if (next === null) return
    cursor = next
  }
}

function textOf(batches: readonly Batch[], { time }: Figures): string {
  const table = tableOf<Batch>(batches, [
    { title: 'Id', cell: ({ id }) => id, right: true },
    { title: 'File', cell: ({ file }) => file },
    { title: 'State', cell: ({ state }) => state },
    {
      title: 'Compared with its file',
      cell: ({ verification, verifiedAt }) =>
        verification === null ? '-' : batchSaid.verified(verification, time(verifiedAt)),
    },
  ])
  const differing = batches.filter(({ verification }) => verification?.outcome === 'differs')
  return [
    table,
    ...differing.map(({ id, verification }) => `${id}\n${differencesText(verification?.first ?? [])}`),
  ].join('\n\n')
}

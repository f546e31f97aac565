/** `check`: proves the ledger, and with --deep every page of the store. */
import type { CheckResult, Finding } from '../contract/workspace.ts'
import { type Answer, type Call, type Command, flagOf } from './command.ts'
import { signedIn } from './connection.ts'
import { type Figures, figuresOf } from './figures.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

export const checkCommands: readonly Command[] = [
  {
    name: 'check',
    form: '[--deep]',
    summary: 'prove the ledger consistent; --deep also reads every page; exit 1 and the differences when it is not',
    positionals: { min: 0, max: 0 },
    options: { deep: { kind: 'flag' } },
    run: check,
  },
]

function check(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.workspace.check({ deep: flagOf(call, 'deep') })
    const kinds = tableOfKinds(document, await figuresOf(client))
    if (document.consistent) return { document, text: [said.consistent(document), ...kinds].join('\n\n') }
    const table = tableOf<Finding>(document.differences, [
      { title: 'Difference', cell: ({ code }) => code },
      { title: 'At', cell: ({ subject }) => subject },
      { title: 'Expected', cell: ({ expected }) => expected, right: true },
      { title: 'Found', cell: ({ found }) => found, right: true },
    ])
    const text = [said.inconsistent(document.differences.length), table, ...kinds].join('\n\n')
    return { document, text, exit: 1 }
  })
}

type Kind = NonNullable<CheckResult['kinds']>[number]

/** What each kind of operation added to all wallets together and took from them: nothing where there is nothing yet. */
function tableOfKinds({ kinds = [] }: CheckResult, { money }: Figures): readonly string[] {
  if (kinds.length === 0) return []
  const table = tableOf<Kind>(kinds, [
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'Postings', cell: ({ postings }) => postings, right: true },
    { title: 'Added to wallets', cell: ({ added, currency }) => money(BigInt(added), currency), right: true },
    { title: 'Taken from wallets', cell: ({ taken, currency }) => money(BigInt(taken), currency), right: true },
  ])
  return [table]
}

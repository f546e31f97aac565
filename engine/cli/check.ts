/** `check`: proves the ledger, and with --deep every page of the store. */
import type { Finding } from '../contract/workspace.ts'
import { type Answer, type Call, type Command, flagOf } from './command.ts'
import { signedIn } from './connection.ts'
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
    if (document.consistent) return { document, text: said.consistent(document) }
    const table = tableOf<Finding>(document.differences, [
      { title: 'Difference', cell: ({ code }) => code },
      { title: 'At', cell: ({ subject }) => subject },
      { title: 'Expected', cell: ({ expected }) => expected, right: true },
      { title: 'Found', cell: ({ found }) => found, right: true },
    ])
    return { document, text: `${said.inconsistent(document.differences.length)}\n\n${table}`, exit: 1 }
  })
}

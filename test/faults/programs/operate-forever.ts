/**
 * A process that works with wallets as fast as it can, many callers at once, and tells every answer to the parent that will
 * kill it: what was told must be there afterwards.
 */
import { openTestEngine } from '../../workspace-fixture.ts'

const [directory = '', round = '0'] = process.argv.slice(2)
const callers = 12
const { as } = await openTestEngine(directory)
const client = await as('ana')
process.send?.('working')

let last = 0
async function work(caller: number): Promise<void> {
  for (;;) {
    last += 1
    const n = last
    const key = `${round}-${n}`
    const wallet = `c${(caller + n) % 5}`
    const asked = { client: wallet, amount: 1 + (n % 7), key }
    const answer = await step(n, asked).catch((error: { code?: string }) => {
      // Nothing to spend is an answer too, and binds nothing.
      if (error.code === 'insufficient_funds') return null
      throw error
    })
    if (answer !== null) process.send?.({ key, transaction: answer })
  }
}

async function step(n: number, asked: Readonly<{ client: string; amount: number; key: string }>): Promise<number> {
  switch (n % 4) {
    case 0:
    case 1:
      return (await client.operations.deposit(asked)).transaction
    case 2:
      return (await client.operations.purchase(asked)).transaction
    default: {
      const { client: from, ...rest } = asked
      return (await client.operations.transfer({ ...rest, from, to: from === 'c0' ? 'c1' : 'c0' })).transaction
    }
  }
}

await Promise.all(Array.from({ length: callers }, (_, caller) => work(caller)))

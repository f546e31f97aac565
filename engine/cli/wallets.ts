/** `wallets`: opened, frozen, closed, and what a wallet does by itself. */
import type { EngineClient } from '../contract/contract.ts'
import type { Wallet } from '../contract/wallets.ts'
import { type Answer, argumentOf, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { neededAmountOf, neededOf, optionsOf, wholeOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

const one = { min: 1, max: 1 } as const
const changeOptions = optionsOf('currency', 'expected-version', 'reason')

export const walletCommands: readonly Command[] = [
  {
    name: 'wallets list',
    form: 'CLIENT',
    summary: "a client's wallets, one per currency",
    positionals: one,
    run: list,
  },
  {
    name: 'wallets open',
    form: 'CLIENT [--currency CCY] [--tier TIER]',
    summary: 'open a wallet for a client',
    positionals: one,
    options: optionsOf('currency', 'tier'),
    run: (call) =>
      changed(call, (client) =>
        client.wallets.open({
          client: argumentOf(call, 0),
          currency: optionOf(call, 'currency'),
          tier: optionOf(call, 'tier'),
        }),
      ),
  },
  {
    name: 'wallets freeze',
    form: 'CLIENT --reason TEXT',
    summary: 'stop everything in and out of a wallet, at once',
    positionals: one,
    options: changeOptions,
    run: reasoned((client, input) => client.wallets.freeze(input)),
  },
  {
    name: 'wallets unfreeze',
    form: 'CLIENT --reason TEXT',
    summary: 'let a frozen wallet work again',
    positionals: one,
    options: changeOptions,
    run: reasoned((client, input) => client.wallets.unfreeze(input)),
  },
  {
    name: 'wallets close',
    form: 'CLIENT --reason TEXT',
    summary: 'close an empty wallet, for good',
    positionals: one,
    options: changeOptions,
    run: reasoned((client, input) => client.wallets.close(input)),
  },
  {
    name: 'wallets auto-top-up',
    form: 'CLIENT --threshold N --amount N --from ACCOUNT --reason TEXT',
    summary: 'top a wallet up by itself when it drops below a threshold; --remove: no more',
    details: 'It acts once for every drop below the threshold, and within the limits.',
    positionals: one,
    options: { ...changeOptions, ...optionsOf('threshold', 'amount', 'from'), remove: { kind: 'flag' } },
    run: autoTopUp,
  },
  {
    name: 'wallets virtual-account',
    form: 'CLIENT --number NUMBER [--omnibus ACCOUNT]',
    summary: 'give a wallet an account number of its own at a bank',
    positionals: one,
    options: optionsOf('number', 'omnibus', 'currency'),
    run: virtualAccount,
  },
  {
    name: 'wallets virtual-iban',
    form: 'CLIENT [--currency CCY]',
    summary: 'give a wallet the next account number of the range that the bank lends us',
    positionals: one,
    options: optionsOf('currency'),
    run: issueIban,
  },
]

function issueIban(call: Call): Promise<Answer> {
  const input = { client: argumentOf(call, 0), currency: optionOf(call, 'currency') }
  return changed(call, (client) => client.wallets.issueVirtualIban(input))
}

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.wallets.list({ client: argumentOf(call, 0) })
    const { money, time } = await figuresOf(client)
    const text = tableOf<Wallet>(document.items, [
      { title: 'Currency', cell: ({ currency }) => currency },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Tier', cell: ({ tier }) => tier },
      { title: 'Balance', cell: ({ balance, currency }) => money(balance, currency), right: true },
      { title: 'Available', cell: ({ available, currency }) => money(available, currency), right: true },
      { title: 'Held', cell: ({ held, currency }) => money(held, currency), right: true },
      { title: 'Pending', cell: ({ pending, currency }) => money(pending, currency), right: true },
      { title: 'Owed to us', cell: ({ receivable, currency }) => money(receivable, currency), right: true },
      { title: 'Version', cell: ({ version }) => version, right: true },
      { title: 'Since', cell: ({ openedAt }) => time(openedAt) },
    ])
    return { document, text }
  })
}

type Reasoned = Readonly<{
  client: string
  currency: string | undefined
  expectedVersion: number | undefined
  reason: string
}>

const reasonedOf = (call: Call): Reasoned => ({
  client: argumentOf(call, 0),
  currency: optionOf(call, 'currency'),
  expectedVersion: wholeOf(call, 'expected-version'),
  reason: neededOf(call, 'reason'),
})

function reasoned(change: (client: EngineClient, input: Reasoned) => Promise<Wallet>): (call: Call) => Promise<Answer> {
  return async (call) => {
    const input = reasonedOf(call)
    return changed(call, (client) => change(client, input))
  }
}

async function autoTopUp(call: Call): Promise<Answer> {
  const input = reasonedOf(call)
  if (flagOf(call, 'remove')) {
    const other = ['threshold', 'amount', 'from'].find((field) => optionOf(call, field) !== undefined)
    if (other !== undefined) throw new UsageError({ is: 'options_clash', option: `--${other}`, other: '--remove' })
    return changed(call, (client) => client.wallets.removeAutoTopUp(input))
  }
  const [threshold, amount] = [neededAmountOf(call, 'threshold'), neededAmountOf(call)]
  const rule = { threshold, amount, from: neededOf(call, 'from') }
  return changed(call, (client) => client.wallets.setAutoTopUp({ ...input, ...rule }))
}

async function virtualAccount(call: Call): Promise<Answer> {
  const number = neededOf(call, 'number')
  const [currency, omnibus] = [optionOf(call, 'currency'), optionOf(call, 'omnibus')]
  return changed(call, (client) =>
    client.wallets.openVirtualAccount({ client: argumentOf(call, 0), number, currency, omnibus }),
  )
}

function changed(call: Call, change: (client: EngineClient) => Promise<Wallet>): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await change(client)
    return { document, text: walletText(document, await figuresOf(client)) }
  })
}

function walletText(wallet: Wallet, { money }: Figures): string {
  const { currency, autoTopUp: rule, virtualAccounts } = wallet
  return factsOf({
    Client: wallet.client,
    State: wallet.state,
    Tier: wallet.tier,
    Balance: money(wallet.balance, currency),
    Available: money(wallet.available, currency),
    ...(wallet.overdraft === 0 ? {} : { Overdraft: money(wallet.overdraft, currency) }),
    ...(rule === null ? {} : { 'Auto top-up': said.autoTopUp(rule, (minor) => money(minor, currency)) }),
    ...(virtualAccounts.length === 0
      ? {}
      : { 'Virtual accounts': virtualAccounts.map(({ number, omnibus }) => `${number} at ${omnibus}`).join(', ') }),
    Version: wallet.version,
  })
}

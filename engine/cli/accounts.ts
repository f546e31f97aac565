/** The ledger behind the wallets: accounts, postings, statements, and whether all of it comes to nothing. */
import {
  type Account,
  accountKinds,
  type Posting,
  type Source,
  type StatementLine,
  type Transaction,
  type TrialBalanceLine,
} from '../contract/accounts.ts'
import type { Outputs } from '../contract/contract.ts'
import { assertNever } from '../invariant.ts'
import { type Answer, argumentOf, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { amountOf, dayOf, instantOf, optionsOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

const openable = ['gateway', 'omnibus'] as const

export const accountCommands: readonly Command[] = [
  {
    name: 'ledger postings',
    form: '[--client C] [--amount N] [--text TEXT] [...]',
    summary: 'look for postings, newest first',
    details: `--reference is a reference, order, bank transaction or TxId, exactly; --text is part of one of them or of a reason;
--amount is exactly that many minor units; --from and --to are business days.`,
    positionals: { min: 0, max: 0 },
    options: {
      ...optionsOf('account', 'client', 'kind', 'currency', 'amount', 'reference', 'text', 'from', 'to'),
      ...pageOptions,
    },
    run: postings,
  },
  {
    name: 'ledger statement',
    form: 'ACCOUNT [--from DAY] [--to DAY]',
    summary: "an account's postings in order, with the balance after each",
    details: 'ACCOUNT is a code, such as wallet:c1 or omnibus:main; DAY is a business day, such as 2026-01-31.',
    positionals: { min: 1, max: 1 },
    options: { ...optionsOf('from', 'to', 'currency'), 'newest-first': { kind: 'flag' }, ...pageOptions },
    run: statement,
  },
  {
    name: 'ledger transaction',
    form: 'ID',
    summary: 'a transaction: its postings, where it came from, what undid it',
    positionals: { min: 1, max: 1 },
    run: transaction,
  },
  {
    name: 'ledger accounts',
    form: '[--kind KIND] [--search START]',
    summary: 'accounts with their balances',
    details: `Kinds are ${accountKinds.join(', ')}.`,
    positionals: { min: 0, max: 0 },
    options: { ...optionsOf('kind', 'currency', 'search'), ...pageOptions },
    run: list,
  },
  {
    name: 'ledger trial-balance',
    form: '[--at INSTANT]',
    summary: 'debits and credits by kind of account; exit 1 when they do not agree',
    positionals: { min: 0, max: 0 },
    options: optionsOf('at'),
    run: trialBalance,
  },
  {
    name: 'accounts open',
    form: 'gateway|omnibus NAME [--currency CCY]',
    summary: 'open an account for a gateway or a bank',
    positionals: { min: 2, max: 2 },
    options: optionsOf('currency'),
    run: open,
  },
]

async function postings(call: Call): Promise<Answer> {
  const input = {
    account: optionOf(call, 'account'),
    client: optionOf(call, 'client'),
    kind: optionOf(call, 'kind'),
    currency: optionOf(call, 'currency'),
    amount: amountOf(call),
    reference: optionOf(call, 'reference'),
    text: optionOf(call, 'text'),
    from: dayOf(call, 'from'),
    to: dayOf(call, 'to'),
    ...pageOf(call),
  }
  return signedIn(call, async (client) => {
    const document = await client.accounts.postings(input)
    const figures = await figuresOf(client)
    const { items, lookedBackTo, next } = document
    const table = items.length === 0 ? said.noPostings : tableOfPostings(items, figures)
    const text = lookedBackTo === null ? table : `${table}\n\n${said.lookedBackTo(figures.time(lookedBackTo))}`
    return { document, text: said.page(text, next) }
  })
}

const tableOfPostings = (items: readonly Posting[], { money, time }: Figures): string =>
  tableOf<Posting>(items, [
    { title: 'Posting', cell: ({ seq }) => seq, right: true },
    { title: 'Transaction', cell: (posting) => posting.transaction, right: true },
    { title: 'Posted', cell: ({ postedAt }) => time(postedAt) },
    { title: 'Day', cell: ({ businessDay, late }) => said.businessDay(businessDay, late) },
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'Debit', cell: ({ debit }) => debit },
    { title: 'Credit', cell: ({ credit }) => credit },
    { title: 'Amount', cell: ({ amount, currency }) => money(amount, currency), right: true },
    { title: 'From', cell: ({ source }) => sourceWords(source) },
  ])

/** The line of a file, or who did it. */
function sourceWords(source: Source): string {
  switch (source.from) {
    case 'batch':
      return `${source.producerName}, batch ${source.batch} line ${source.line}, ${source.txId}`
    case 'entry': {
      const { initiator, initiatedBy, proposal, reference, reason } = source
      const who = initiatedBy === null ? initiator : `${initiator} for ${initiatedBy}`
      const agreed = proposal === null ? [] : [`proposal ${proposal}`]
      return [who, ...agreed, ...[reference, reason].filter((each) => each !== null)].join(', ')
    }
    default:
      return assertNever(source)
  }
}

async function statement(call: Call): Promise<Answer> {
  const input = {
    code: argumentOf(call, 0),
    currency: optionOf(call, 'currency'),
    from: dayOf(call, 'from'),
    to: dayOf(call, 'to'),
    newestFirst: flagOf(call, 'newest-first'),
    ...pageOf(call),
  }
  return signedIn(call, async (client) => {
    const document = await client.accounts.statement(input)
    const text = statementText(document, await figuresOf(client))
    return { document, text: said.page(text, document.next) }
  })
}

function statementText(
  { account, opening, closing, items }: Outputs['accounts']['statement'],
  { amount, money, time }: Figures,
): string {
  const { code, currency } = account
  const facts = factsOf({ Account: code, Opening: money(opening, currency), Closing: money(closing, currency) })
  const table = tableOf<StatementLine>(items, [
    { title: 'Posted', cell: ({ posting }) => time(posting.postedAt) },
    { title: 'Day', cell: ({ posting }) => said.businessDay(posting.businessDay, posting.late) },
    { title: 'Kind', cell: ({ posting }) => posting.kind },
    { title: 'Against', cell: ({ counter }) => counter },
    { title: 'Amount', cell: (line) => amount(line.amount, currency), right: true },
    { title: 'Balance', cell: ({ balance }) => amount(balance, currency), right: true },
    { title: 'From', cell: ({ posting }) => sourceWords(posting.source) },
  ])
  return `${facts}\n\n${items.length === 0 ? said.noPostings : table}`
}

async function transaction(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'transaction')
  return signedIn(call, async (client) => {
    const document = await client.accounts.transaction({ transaction: id })
    return { document, text: transactionText(document, await figuresOf(client)) }
  })
}

function transactionText(found: Transaction, figures: Figures): string {
  const money = (minor: number): string => figures.money(minor, found.currency)
  const facts = factsOf({
    Transaction: found.id,
    Kind: found.kind,
    Amount: money(found.amount),
    Left: money(found.left),
    At: figures.time(found.at),
    Day: found.businessDay,
    From: sourceWords(found.source),
  })
  const undone = tableOf<Transaction['undoneBy'][number]>(found.undoneBy, [
    { title: 'Undone by', cell: (each) => each.transaction, right: true },
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'Amount', cell: ({ amount }) => money(amount), right: true },
    { title: 'At', cell: ({ at }) => figures.time(at) },
  ])
  const parts = [facts, tableOfPostings(found.postings, figures), ...(found.undoneBy.length === 0 ? [] : [undone])]
  return parts.join('\n\n')
}

async function list(call: Call): Promise<Answer> {
  const kind = optionOf(call, 'kind')
  const input = {
    kind: kind === undefined ? undefined : oneOf(kind, accountKinds, 'kind of account'),
    currency: optionOf(call, 'currency'),
    search: optionOf(call, 'search'),
    ...pageOf(call),
  }
  return signedIn(call, async (client) => {
    const document = await client.accounts.list(input)
    const { money, time } = await figuresOf(client)
    const text = tableOf<Account>(document.items, [
      { title: 'Account', cell: ({ code }) => code },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Balance', cell: ({ balance, currency }) => money(balance, currency), right: true },
      { title: 'Since', cell: ({ openedAt }) => time(openedAt) },
    ])
    return { document, text: said.page(document.items.length === 0 ? said.noAccounts : text, document.next) }
  })
}

function trialBalance(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const { money, time, zone } = await figuresOf(client)
    const document = await client.accounts.trialBalance({ at: instantOf(call, 'at', zone) })
    const table = tableOf<TrialBalanceLine>(document.items, [
      { title: 'Accounts', cell: ({ kind }) => kind },
      { title: 'Number', cell: ({ accounts }) => accounts, right: true },
      { title: 'Debit', cell: ({ debit, currency }) => money(BigInt(debit), currency), right: true },
      { title: 'Credit', cell: ({ credit, currency }) => money(BigInt(credit), currency), right: true },
    ])
    const verdict = document.balanced ? said.balanced : said.unbalanced
    const text = `${table}\n\nAs of ${time(document.asOf)}. ${verdict}`
    return { document, text, exit: document.balanced ? 0 : 1 }
  })
}

async function open(call: Call): Promise<Answer> {
  const kind = oneOf(argumentOf(call, 0), openable, 'kind of account')
  const input = { kind, name: argumentOf(call, 1), currency: optionOf(call, 'currency') }
  return signedIn(call, async (client) => {
    const document = await client.accounts.open(input)
    return { document, text: said.accountOpened(document) }
  })
}

/** `ledger deposit` and its like: what a person does with wallets, at once or as a proposal. */
import type { EngineClient } from '../contract/contract.ts'
import type { Receipt } from '../contract/operations.ts'
import { type Answer, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import {
  type Asked,
  amountOf,
  askedFields,
  askedOf,
  type Details,
  detailFields,
  detailsOf,
  type Field,
  neededAmountOf,
  neededOf,
  neededWholeOf,
  operationWords,
  optionsOf,
  wholeOf,
} from './fields.ts'
import { figuresOf } from './figures.ts'
import { type Change, proposed, proposeWords, proposingOf } from './propose.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'

type Operation<C> = Readonly<{
  name: string
  form: string
  summary: string
  details?: string
  fields: readonly Field[]
  /** Read before the workspace is opened, so that a slip costs nothing. */
  content: (call: Call) => C
  change: (content: C & Details) => Change
  carryOut: (client: EngineClient, input: C & Details & Asked) => Promise<Receipt>
}>

export const operationCommands: readonly Command[] = [
  operation({
    name: 'ledger deposit',
    form: '--client C --amount N --key K',
    summary: 'put money that came in into a wallet',
    details: `--from names the gateway or bank that has the money, such as gateway:acme (omnibus:main when it is not said).
--virtual-account may stand instead of --client.`,
    fields: ['client', 'virtual-account', 'amount', 'currency', 'from'],
    content: (call) => ({
      ...receiverOf(call),
      amount: neededAmountOf(call),
      currency: optionOf(call, 'currency'),
      from: optionOf(call, 'from'),
    }),
    change: (content) => ({ kind: 'deposit', ...content }),
    carryOut: (client, input) => client.operations.deposit(input),
  }),
  operation({
    name: 'ledger withdraw',
    form: '--client C --amount N --key K',
    summary: 'take money out of a wallet, to be paid out',
    fields: ['client', 'amount', 'currency'],
    content: ofClient,
    change: (content) => ({ kind: 'withdrawal', ...content }),
    carryOut: (client, input) => client.operations.withdraw(input),
  }),
  operation({
    name: 'ledger payout',
    form: '--of TRANSACTION --key K',
    summary: 'note that the bank paid a withdrawal out, whole or --amount of it',
    details: '--to names the bank that paid, omnibus:main when it is not said.',
    fields: ['of', 'amount', 'to'],
    content: (call) => ({ ...undoing(call), to: optionOf(call, 'to') }),
    change: (content) => ({ kind: 'payout', ...content }),
    carryOut: (client, input) => client.operations.payOut(input),
  }),
  operation({
    name: 'ledger purchase',
    form: '--client C --amount N --key K',
    summary: 'pay from a wallet, to --producer or to the house',
    fields: ['client', 'amount', 'currency', 'producer', 'order'],
    content: (call) => ({
      ...ofClient(call),
      producer: wholeOf(call, 'producer'),
      orderId: optionOf(call, 'order'),
    }),
    change: (content) => ({ kind: 'purchase', ...content }),
    carryOut: (client, input) => client.operations.purchase(input),
  }),
  operation({
    name: 'ledger refund',
    form: '--of TRANSACTION --key K',
    summary: 'give a payment back, all that is left of it or --amount',
    fields: ['of', 'amount', 'order'],
    content: (call) => ({ ...undoing(call), relatedOrderId: optionOf(call, 'order') }),
    change: (content) => ({ kind: 'refund', ...content }),
    carryOut: (client, input) => client.operations.refund(input),
  }),
  operation({
    name: 'ledger transfer',
    form: '--from C --to C --amount N --key K',
    summary: 'move money between two clients',
    fields: ['from', 'to', 'amount', 'currency'],
    content: (call) => ({
      from: neededOf(call, 'from'),
      to: neededOf(call, 'to'),
      amount: neededAmountOf(call),
      currency: optionOf(call, 'currency'),
    }),
    change: (content) => ({ kind: 'transfer', ...content }),
    carryOut: (client, input) => client.operations.transfer(input),
  }),
  operation({
    name: 'ledger fee',
    form: '--client C --amount N --key K',
    summary: 'charge a fee to a wallet',
    fields: ['client', 'amount', 'currency'],
    content: ofClient,
    change: (content) => ({ kind: 'fee', ...content }),
    carryOut: (client, input) => client.operations.chargeFee(input),
  }),
  operation({
    name: 'ledger chargeback',
    form: '--of TRANSACTION --key K',
    summary: 'take back what a gateway or bank took back; what is spent becomes owed',
    fields: ['of', 'amount'],
    content: undoing,
    change: (content) => ({ kind: 'chargeback', ...content }),
    carryOut: (client, input) => client.operations.chargeBack(input),
  }),
]

function operation<C>({ name, form, summary, details, fields, content, change, carryOut }: Operation<C>): Command {
  return {
    name,
    form,
    summary,
    details: [...(details === undefined ? [] : [details]), operationWords, proposeWords].join('\n'),
    positionals: { min: 0, max: 0 },
    options: { ...optionsOf(...fields, ...detailFields, ...askedFields), propose: { kind: 'flag' } },
    run: async (call): Promise<Answer> => {
      const read = content(call)
      const asked = askedOf(call)
      const proposing = flagOf(call, 'propose') ? proposingOf(call) : null
      return signedIn(call, async (client) => {
        const figures = await figuresOf(client)
        const whole = { ...read, ...detailsOf(call, figures.zone) }
        if (proposing !== null) return proposed(client, { ...proposing, change: change(whole) })
        const document = await carryOut(client, { ...whole, ...asked })
        return { document, text: said.receipt(document, figures) }
      })
    },
  }
}

type OfClient = Readonly<{ client: string; amount: number; currency: string | undefined }>

function ofClient(call: Call): OfClient {
  return {
    client: neededOf(call, 'client'),
    amount: neededAmountOf(call),
    currency: optionOf(call, 'currency'),
  }
}

function undoing(call: Call): Readonly<{ of: number; amount: number | undefined }> {
  return { of: neededWholeOf(call, 'of'), amount: amountOf(call) }
}

function receiverOf(call: Call): Readonly<{ client: string | undefined; virtualAccount: string | undefined }> {
  const client = optionOf(call, 'client')
  const virtualAccount = optionOf(call, 'virtual-account')
  if (client === undefined && virtualAccount === undefined)
    throw new UsageError({ is: 'option_missing', option: '--client' })
  return { client, virtualAccount }
}

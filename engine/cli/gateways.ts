/** `gateways`: through whom money comes, and the secrets that they sign with. */
import type { GatewayStanding } from '../contract/funding.ts'
import { type Answer, argumentOf, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { optionsOf, wholeOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { UsageError } from './refusal.ts'
import { gatewaySecretOf } from './secrets.ts'
import { tableOf } from './table.ts'

export const gatewayCommands: readonly Command[] = [
  {
    name: 'gateways list',
    form: '',
    summary: 'through whom money comes, and whether they can be listened to',
    details: '"proposals propose setting --name gateways --file FILE" changes what is agreed with them.',
    positionals: { min: 0, max: 0 },
    run: list,
  },
  {
    name: 'gateways set-secret',
    form: 'NAME [--hours N]',
    summary: 'set the secret that a gateway signs with; --remove: take all away',
    details: `The secret comes from COUNTINGHOUSE_GATEWAY_SECRET, else it is typed without an echo. What the gateway signed with
before is taken for 24 more hours, or for --hours, so that the two sides need not change at one instant.`,
    positionals: { min: 1, max: 1 },
    options: { ...optionsOf('hours'), remove: { kind: 'flag' } },
    run: setSecret,
  },
]

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.funding.gateways()
    const text = tableOfGateways(document.items, await figuresOf(client))
    return { document, text: document.items.length === 0 ? noGateways : text }
  })
}

const noGateways = 'Money comes through no gateway yet; "proposals propose setting --name gateways" proposes one.'

async function setSecret(call: Call): Promise<Answer> {
  const gateway = argumentOf(call, 0)
  const oldValidHours = wholeOf(call, 'hours')
  const isTakenAway = flagOf(call, 'remove')
  if (isTakenAway && optionOf(call, 'hours') !== undefined)
    throw new UsageError({ is: 'options_clash', option: '--hours', other: '--remove' })
  const secret = isTakenAway ? null : await gatewaySecretOf(call, gateway)
  return signedIn(call, async (client) => {
    const document = await client.funding.setWebhookSecret({ gateway, secret, oldValidHours })
    return { document, text: tableOfGateways([document], await figuresOf(client)) }
  })
}

const tableOfGateways = (gateways: readonly GatewayStanding[], { time }: Figures): string =>
  tableOf<GatewayStanding>(gateways, [
    { title: 'Gateway', cell: ({ name }) => name },
    { title: 'Account', cell: ({ account }) => account },
    { title: 'Currency', cell: ({ currency }) => currency },
    { title: 'Spendable', cell: ({ availableWhenPaid }) => (availableWhenPaid ? 'when paid' : 'when settled') },
    { title: 'Listened to', cell: ({ webhookIsOn, webhookPath }) => (webhookIsOn ? webhookPath : 'no') },
    { title: 'Secret set', cell: ({ secretSetAt }) => time(secretSetAt) },
    { title: 'Old one until', cell: ({ oldSecretUntil }) => time(oldSecretUntil) },
  ])

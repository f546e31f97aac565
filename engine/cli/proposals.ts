/** `proposals`: changes that wait for a second person. */
import { type Proposal, ProposalState } from '../contract/proposals.ts'
import { type DecidedProposals, decidedAtOnceMax } from '../contract/proposals-bulk.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { settledBatch } from './decide-batches.ts'
import { exits } from './fault.ts'
import { neededOf, optionsOf } from './fields.ts'
import { figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { proposalText } from './proposal-text.ts'
import { proposeCommand } from './propose.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'
import { sentenceOf } from './words.ts'

const one = { min: 1, max: 1 } as const
const several = { min: 1, max: decidedAtOnceMax } as const

export const proposalCommands: readonly Command[] = [
  {
    name: 'proposals list',
    form: '[--state S] [--kind KIND] [--client C]',
    summary: 'proposals, newest first',
    details: `States are ${ProposalState.options.join(', ')}. --by names who proposed.`,
    positionals: { min: 0, max: 0 },
    options: {
      state: { kind: 'text', value: 'S' },
      by: { kind: 'text', value: 'USER' },
      ...optionsOf('kind', 'client'),
      ...pageOptions,
    },
    run: list,
  },
  {
    name: 'proposals show',
    form: 'ID',
    summary: 'what it would do, why, and whether one may decide on it',
    positionals: one,
    run: show,
  },
  proposeCommand,
  {
    name: 'proposals approve',
    form: 'ID... [--reason TEXT]',
    summary: "carry proposals out, exactly as they were proposed; never one's own",
    details: `--effect HASH is the effect that was seen ("effectHash" of "proposals show"): when carrying it out would do
anything else by now, nothing is done. Several are of one kind, and each is decided on as if it were the only one:
exit 1 when any of them was refused.`,
    positionals: several,
    options: { ...optionsOf('reason'), effect: { kind: 'text', value: 'HASH' } },
    run: approve,
  },
  {
    name: 'proposals decline',
    form: 'ID... --reason TEXT',
    summary: 'decline proposals of one kind, with a reason',
    positionals: several,
    options: optionsOf('reason'),
    run: decline,
  },
  {
    name: 'proposals withdraw',
    form: 'ID [--reason TEXT]',
    summary: 'take back what one proposed oneself',
    positionals: one,
    options: optionsOf('reason'),
    run: withdraw,
  },
  {
    name: 'proposals comment',
    form: 'ID TEXT',
    summary: 'say something about a proposal',
    positionals: { min: 2, max: 2 },
    run: comment,
  },
]

const idOf = (call: Call): number => numberOf(argumentOf(call, 0), 'proposal')

async function list(call: Call): Promise<Answer> {
  const state = optionOf(call, 'state')
  const input = {
    ...pageOf(call),
    state: state === undefined ? undefined : oneOf(state, ProposalState.options, 'state'),
    kind: optionOf(call, 'kind'),
    proposedBy: optionOf(call, 'by'),
    client: optionOf(call, 'client'),
  }
  return signedIn(call, async (client) => {
    const document = await client.proposals.list(input)
    const { money, time } = await figuresOf(client)
    const text = tableOf<Proposal>(document.items, [
      { title: 'Id', cell: ({ id }) => id, right: true },
      { title: 'Kind', cell: ({ kind }) => kind },
      { title: 'State', cell: (proposal) => proposal.state },
      {
        title: 'Amount',
        cell: ({ amount, currency }) => (amount === null ? '-' : money(amount, currency ?? undefined)),
        right: true,
      },
      { title: 'Client', cell: (proposal) => proposal.client ?? '-' },
      { title: 'By', cell: ({ proposedBy }) => proposedBy },
      { title: 'At', cell: ({ proposedAt }) => time(proposedAt) },
      { title: 'Expires', cell: (proposal) => (proposal.state === 'open' ? time(proposal.expiresAt) : '-') },
      { title: 'Decided by', cell: ({ decidedBy }) => decidedBy ?? '-' },
      { title: 'Reason', cell: ({ reason }) => reason },
    ])
    return { document, text: said.page(document.items.length === 0 ? said.noProposals : text, document.next) }
  })
}

async function show(call: Call): Promise<Answer> {
  const id = idOf(call)
  return signedIn(call, async (client) => {
    const document = await client.proposals.get({ id })
    return { document, text: proposalText(document, await figuresOf(client)) }
  })
}

const idsOf = (call: Call): number[] => call.positionals.map((given) => numberOf(given, 'proposal'))

async function approveAll(call: Call): Promise<Answer> {
  const ids = idsOf(call)
  const reason = optionOf(call, 'reason')
  if (optionOf(call, 'effect') !== undefined)
    throw new UsageError({ is: 'options_clash', option: '--effect', other: 'several proposals' })
  return signedIn(call, async (client) => {
    const review = await client.proposals.bulk.review({ ids })
    const able = review.items.flatMap(({ id, effectHash }) => (effectHash === null ? [] : [{ id, effectHash }]))
    const decided = able.length === 0 ? [] : (await client.proposals.bulk.approve({ proposals: able, reason })).items
    const answers = new Map([...review.items, ...decided].map((item) => [item.id, item.refused]))
    const items = [...answers].map(([id, refused]) => ({ id, refused }))
    // What they set off ends before the command does, and the engine with it.
    for (const { id, refused } of items) {
      if (refused !== null) continue
      const { change } = await client.proposals.get({ id })
      if ('batch' in change) await settledBatch(call, client, change.batch)
    }
    return answerOf(items, 'approved')
  })
}

async function declineAll(call: Call): Promise<Answer> {
  const input = { ids: idsOf(call), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => answerOf((await client.proposals.bulk.decline(input)).items, 'declined'))
}

function answerOf(items: DecidedProposals['items'], verb: 'approved' | 'declined'): Answer {
  const lines = items.map(({ id, refused }) =>
    refused === null
      ? `Proposal ${id} is ${verb}.`
      : `Proposal ${id}: ${sentenceOf({ ...refused, exit: exits.refused })}`,
  )
  return { document: { items }, text: lines.join('\n'), exit: items.some(({ refused }) => refused !== null) ? 1 : 0 }
}

async function approve(call: Call): Promise<Answer> {
  if (call.positionals.length > 1) return approveAll(call)
  const input = { id: idOf(call), reason: optionOf(call, 'reason'), effectHash: optionOf(call, 'effect') }
  return signedIn(call, async (client) => {
    const document = await client.proposals.approve(input)
    const { change } = document
    // What it sets off ends before the command does, and the engine with it.
    if ('batch' in change) await settledBatch(call, client, change.batch)
    return { document, text: said.decided(document) }
  })
}

async function decline(call: Call): Promise<Answer> {
  if (call.positionals.length > 1) return declineAll(call)
  const input = { id: idOf(call), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.proposals.decline(input)
    return { document, text: said.decided(document) }
  })
}

async function withdraw(call: Call): Promise<Answer> {
  const input = { id: idOf(call), reason: optionOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.proposals.withdraw(input)
    return { document, text: said.decided(document) }
  })
}

async function comment(call: Call): Promise<Answer> {
  const input = { id: idOf(call), text: argumentOf(call, 1) }
  return signedIn(call, async (client) => {
    const document = await client.proposals.comment(input)
    return { document, text: said.commented(input.id) }
  })
}

import { Group } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Outputs } from '../../engine/contract/contract.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { proposalAddress, transactionAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { type Fact, Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { evidenceWords } from './evidence-words.ts'
import { ItemTable } from './ItemTable.tsx'
import { ruleWords, toneOfMatch } from './match-columns.ts'
import { UnmatchDialog } from './UnmatchDialog.tsx'

type MatchInFull = Outputs['reconciliation']['get']

const topics: readonly Topic[] = ['reconciliation']

/** A match: why it was made, what is in it, and the way to take it apart. */
export function MatchPane({ match: id }: Readonly<{ match: number }>) {
  const question = useMemo<Question<MatchInFull>>(() => (client) => client.reconciliation.get({ id }), [id])
  const { data, fault, again } = useRead(question, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <Why match={data} />
      <Items match={data} side="line" />
      <Items match={data} side="posting" />
    </>
  )
}

function Why({ match }: Readonly<{ match: MatchInFull }>) {
  const text = useText()
  const facts = useFacts(match)
  const { state } = match
  return (
    <PaneSection title={text('match.why')}>
      <Group mb={8}>
        <State tone={toneOfMatch[state]} word={text(`match.state.${state}.long`)} />
      </Group>
      <Facts facts={facts} />
      {state === 'undone' ? null : <Undo match={match} />}
    </PaneSection>
  )
}

function useFacts(match: MatchInFull): readonly Fact[] {
  const text = useText()
  const { money, instant, zone } = useFormats()
  const { currency, lineSum, residue, residueTo, residueTransaction, madeAt, madeBy, reason, proposal } = match
  const shown = (minor: number): string => `${currency} ${money(minor, currency)}`
  const evidence = evidenceWords(match.evidence, { text, money: shown })
  const by = madeBy ?? text('reconcile.by_engine')
  return [
    {
      name: text('match.rule'),
      value: text('match.rule.version', { rule: ruleWords(match, text), version: match.ruleVersion }),
    },
    ...(evidence === '' ? [] : [{ name: text('match.evidence'), value: evidence }]),
    ...(reason === null ? [] : [{ name: text('match.reason'), value: reason }]),
    { name: text('match.sum'), value: shown(lineSum) },
    ...(residue === 0 ? [] : [{ name: text('match.residue'), value: residueWords() }]),
    { name: text('match.made'), value: <span title={zone}>{text('match.made.by', { at: instant(madeAt), by })}</span> },
    ...(proposal === null
      ? []
      : [
          {
            name: text('source.proposal'),
            value: <Link href={proposalAddress(proposal)}>{text('source.proposal.number', { proposal })}</Link>,
          },
        ]),
    ...endFacts(),
  ]

  function residueWords() {
    const to = residueTo === null ? null : text(`residue.to.${residueTo as 'write-off'}`)
    const words = to === null ? shown(residue) : text('match.residue.to', { amount: shown(residue), to })
    return residueTransaction === null ? words : <Link href={transactionAddress(residueTransaction)}>{words}</Link>
  }

  function endFacts(): readonly Fact[] {
    const { endedAt, endedBy, endedWhy } = match
    if (endedAt === null) return []
    const ender = endedBy === null || endedBy === 'engine' ? text('reconcile.by_engine') : endedBy
    return [
      { name: text('match.ended'), value: text('match.made.by', { at: instant(endedAt), by: ender }) },
      ...(endedWhy === null ? [] : [{ name: text('match.ended_why'), value: endedWhyWords(endedWhy, text) }]),
    ]
  }
}

/** The engine's own reasons are codes; those of people are their words. */
const endedWhyWords = (why: string, text: ReturnType<typeof useText>): string =>
  why === 'again' || why === 'doubt' ? text(`match.ended_why.${why}`) : why

function Undo({ match }: Readonly<{ match: MatchInFull }>) {
  const text = useText()
  const may = useMay('reconciliation.work')
  const [opened, setOpened] = useState(false)
  useKeyCommand('case.undo', () => setOpened(true), may)
  if (!may) return null
  return (
    <Group mt={8}>
      <ActionButton variant="default" onClick={() => setOpened(true)} rightSection={<KeyHint command="case.undo" />}>
        {text(match.residueTransaction === null ? 'match.undo' : 'match.undo.propose')}
      </ActionButton>
      {opened ? <UnmatchDialog match={match} onClose={() => setOpened(false)} /> : null}
    </Group>
  )
}

type ItemsProps = Readonly<{ match: MatchInFull; side: 'line' | 'posting' }>

function Items({ match: { items, more, currency, lines, postings }, side }: ItemsProps) {
  const text = useText()
  const ofSide = items.filter((item) => item.side === side)
  const count = side === 'line' ? lines : postings
  return (
    <PaneSection title={text(`reconcile.side.${side}`)}>
      <ItemTable items={ofSide} currency={currency} label={text(`reconcile.side.${side}`)} />
      {more && ofSide.length < count ? <p>{text('reconcile.and_more', { count: count - ofSide.length })}</p> : null}
    </PaneSection>
  )
}

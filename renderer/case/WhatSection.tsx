import { Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { dueWords, isLate } from '../exceptions/words.ts'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'
import { useDeeds } from './case-work-context.ts'
import { severityWord, standingWord, toneOfSeverity, toneOfStanding } from './standing.ts'
import { useLookers } from './use-lookers.ts'
import { type SeenWallet, whatSentence } from './what.ts'

/** One sentence with the money, then how bad it is, how it stands, by when and whose it is. */
export function WhatSection({ each }: CaseProps) {
  const text = useText()
  const formats = useFormats()
  const wallet = useHeldWallet(each)
  const { severity, owner } = each
  const { pending } = useDeeds()
  const under = pending.get(each.id)
  const [now] = useState(Date.now)
  const due = dueWords(each, now, text)
  return (
    <PaneSection title={text('case.section.what')}>
      <p className={classes.what}>{whatSentence(each, wallet, { text, formats })}</p>
      <div className={classes.facts}>
        <State tone={toneOfSeverity[severity]} word={severityWord(severity, text)} />
        <State tone={toneOfStanding(each)} word={standingWord(each, text)} />
        {due === '' ? null : (
          <span title={`${formats.instant(each.dueAt)} ${formats.zone}`}>
            {isLate(each, now) ? <State tone="high" word={due} /> : text('case.due', { due })}
          </span>
        )}
        {each.snoozedUntil === null ? null : (
          <span>{text('case.snoozed_until', { until: formats.instant(each.snoozedUntil) })}</span>
        )}
        <span>{owner === null ? text('case.owner.none') : text('case.owner', { owner })}</span>
      </div>
      <Live>
        {under === undefined ? null : (
          <span className={classes.under}>
            <State tone="progress" word={text(`case.under.${under.action}`)} />
          </span>
        )}
        <Lookers id={each.id} />
      </Live>
    </PaneSection>
  )
}

function Lookers({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const names = useLookers(id).map(({ displayName }) => displayName)
  if (names.length === 0) return null
  return (
    <Text className={classes.under ?? ''}>
      <State tone="medium" word={text('case.lookers', { names: names.join(', '), count: names.length })} />
    </Text>
  )
}

const topics: readonly Topic[] = ['clients', 'ledger']

/** What a held payment waits for is the client's money, as it is now. */
export function useHeldWallet({ code, client, currency }: CaseProps['each']): SeenWallet | null {
  const may = useMay('clients.read')
  const asks = may && code === 'HELD_TOO_LONG' && client !== null
  const question = useCallback((engine: EngineClient) => engine.wallets.list({ client: client ?? '' }), [client])
  const { data } = useRead(asks ? question : null, topics)
  return data?.items.find((wallet) => wallet.currency === currency) ?? null
}

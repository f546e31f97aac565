import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { clientOfCode } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './operations.module.css'

type Simulated = Readonly<{
  effect: Readonly<{
    balances: readonly Readonly<{ account: string; currency: string; before: number; after: number }>[]
  }>
}>

const pauseMs = 300

type Props = Readonly<{
  change: ProposedChange | null
  currency: string
  /** It was refused already: why stands below, and is not said twice. */
  refused: boolean
}>

/** What it would do to wallets, as the engine tried it out: nothing is added up here. */
export function Consequence({ change, currency, refused }: Props) {
  const mayLook = useMay('proposals.read')
  const [content] = useDebouncedValue(change === null ? null : JSON.stringify(change), pauseMs)
  const question = useMemo<Question<Simulated> | null>(() => {
    if (content === null || !mayLook) return null
    const asked: ProposedChange = JSON.parse(content)
    return (client) => client.proposals.simulate({ change: asked })
  }, [content, mayLook])
  const { data, fault } = useRead(question)
  const text = useText()
  const shown = useShown(currency)
  const sentence = fault && !refused ? faultSentence(fault, shown) : null
  return (
    <Live>
      <div className={classes.consequence}>
        {data ? <Balances balances={data.effect.balances} /> : null}
        {sentence ? (
          <State tone="medium" word={text('operation.would_refuse', { why: text(sentence.id, sentence.values) })} />
        ) : null}
      </div>
    </Live>
  )
}

function Balances({ balances }: Readonly<{ balances: Simulated['effect']['balances'] }>) {
  const text = useText()
  const { money } = useFormats()
  const wallets = balances.filter(({ account }) => account.startsWith('wallet:'))
  return wallets.map(({ account, currency, before, after }) => (
    <div key={`${account} ${currency}`}>
      {text('operation.consequence', {
        client: clientOfCode(account) ?? account,
        currency,
        before: money(before, currency),
        after: money(after, currency),
      })}
    </div>
  ))
}

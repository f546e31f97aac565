/** @jsxImportSource preact */
/** The wallet itself: what there is, and what happened. */
import { useState } from 'preact/hooks'
import type { Balance, Out } from './call.ts'
import { wallet } from './call.ts'
import { moneyText } from './figures.ts'
import { HistoryPart } from './HistoryPart.tsx'
import { Heading, Loading, Problem } from './parts.tsx'
import type { Loaded } from './use-loaded.ts'
import { useLoaded } from './use-loaded.ts'
import { useWords } from './words.ts'

export function WalletPage({ zone, moved }: Readonly<{ zone: string; moved: boolean }>) {
  const { say } = useWords()
  const balances: Loaded<Out['balances']> = useLoaded(wallet.balances)
  const [currency, setCurrency] = useState<string | null>(null)
  const items = balances.value?.items ?? []
  const shown = items.find((each) => each.currency === currency) ?? items[0]
  return (
    <>
      <Heading moved={moved}>{say('title')}</Heading>
      {balances.refused !== null && <Problem refused={balances.refused} onAgain={balances.reload} />}
      {balances.value === null && balances.refused === null && <Loading />}
      {items.length > 1 && <Currencies items={items} chosen={shown?.currency ?? ''} onChosen={setCurrency} />}
      {shown !== undefined && <BalanceCard of={shown} />}
      {shown !== undefined && (
        <HistoryPart key={shown.currency} currency={shown.currency} digits={shown.digits} zone={zone} />
      )}
    </>
  )
}

function BalanceCard({ of }: Readonly<{ of: Balance }>) {
  const { say, language } = useWords()
  const money = (amount: number): string => moneyText(amount, { ...of, language })
  return (
    <section class="card balance" aria-labelledby="balance-title">
      <h2 id="balance-title">{say('balance')}</h2>
      <p class="large">{money(of.balance)}</p>
      <dl class="pair">
        <div>
          <dt>{say('balance.available')}</dt>
          <dd>{money(of.available)}</dd>
        </div>
        <div>
          <dt>{say('balance.pending')}</dt>
          <dd>{money(of.pending)}</dd>
          {of.pending !== 0 && <dd class="fine">{say('balance.pending.what')}</dd>}
        </div>
      </dl>
      {(of.state === 'frozen' || of.state === 'closed') && <p class="note">{say(`state.${of.state}`)}</p>}
    </section>
  )
}

type CurrenciesProps = Readonly<{ items: readonly Balance[]; chosen: string; onChosen: (currency: string) => void }>

function Currencies({ items, chosen, onChosen }: CurrenciesProps) {
  const { say } = useWords()
  return (
    <fieldset class="segments">
      <legend class="hidden">{say('balance.currency')}</legend>
      {items.map(({ currency }) => (
        <label key={currency}>
          <input type="radio" name="currency" checked={currency === chosen} onChange={() => onChosen(currency)} />
          <span>{currency}</span>
        </label>
      ))}
    </fieldset>
  )
}

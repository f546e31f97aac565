import { Button, Text } from '@mantine/core'
import type { ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import type { MatchSuggestion } from '../../engine/contract/reconciliation.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { evidenceWords, whyWords } from './evidence-words.ts'
import { itemWords } from './item-columns.ts'
import classes from './reconciliation.module.css'
import type { Suggestions } from './use-suggestions.ts'

type Props = Readonly<{
  suggestions: Suggestions
  currency: string
  may: boolean
  busy: boolean
  onAccept: (suggestion: MatchSuggestion) => void
  onPick: (suggestion: MatchSuggestion) => void
}>

const itemsSaid = 3

/** What could belong together, why, and why a person has to say so; it follows the line in focus. */
export function SuggestionStrip({ suggestions, currency, may, busy, onAccept, onPick }: Props) {
  const text = useText()
  const { shown, place, count, more, ofLine, next } = suggestions
  if (!shown) {
    return (
      <section className={classes.strip} aria-label={text('reconcile.suggestion')} data-region>
        <Text c="dimmed" className={classes.stripWords ?? ''}>
          {shown === undefined
            ? text('reconcile.suggestion.looking')
            : text(ofLine ? 'reconcile.suggestion.none_of_line' : 'reconcile.suggestion.none')}
        </Text>
        {shown === null && ofLine ? <NextButton onClick={next} /> : null}
      </section>
    )
  }
  return (
    <section className={classes.strip} aria-label={text('reconcile.suggestion')} data-region>
      <div className={classes.stripWords} aria-live="polite">
        <What suggestion={shown} currency={currency} />
        <Items suggestion={shown} currency={currency} />
      </div>
      <div className={classes.stripActions}>
        <span className={classes.quiet}>
          {text(ofLine ? 'reconcile.suggestion.place_of_line' : 'reconcile.suggestion.place', {
            place: place + 1,
            count,
            more: more ? 'yes' : 'no',
          })}
        </span>
        {count > 1 || ofLine ? <NextButton onClick={next} /> : null}
        <Button variant="default" size="compact-sm" onClick={() => onPick(shown)}>
          {text('reconcile.suggestion.pick')}
        </Button>
        {may ? (
          <ActionButton
            size="compact-sm"
            loading={busy}
            onClick={() => onAccept(shown)}
            rightSection={<KeyHint command="list.open" />}
          >
            {text('match.accept')}
          </ActionButton>
        ) : null}
      </div>
    </section>
  )
}

function NextButton({ onClick }: Readonly<{ onClick: () => void }>) {
  const text = useText()
  return (
    <Button
      variant="default"
      size="compact-sm"
      onClick={onClick}
      rightSection={<KeyHint command="match.next_suggestion" />}
    >
      {text('match.next_suggestion')}
    </Button>
  )
}

type Of = Readonly<{ suggestion: MatchSuggestion; currency: string }>

function What({ suggestion, currency }: Of) {
  const text = useText()
  const formats = useFormats()
  const { rule, ruleName, why, evidence, residue } = suggestion
  const money = (minor: number): string => formats.money(minor, currency)
  const found = evidenceWords(evidence, { text, money })
  return (
    <div className={classes.stripWhat}>
      <strong>{ruleName ?? rule}</strong>
      {found === '' ? null : <span>{found}</span>}
      <State tone="medium" word={whyWords(why, text)} />
      {residue === 0 ? null : (
        <State tone="high" word={text('reconcile.left_over', { amount: formats.signedMoney(residue, currency) })} />
      )}
    </div>
  )
}

function Items({ suggestion: { items }, currency }: Of) {
  const text = useText()
  const formats = useFormats()
  const words = (side: ReconciledItem['side']): string => {
    const all = items.filter((item) => item.side === side)
    const said = all
      .slice(0, itemsSaid)
      .map(
        (item) =>
          `${item.day} ${formats.signedMoney(item.amount, currency)} ${itemWords(item, { text, formats, currency })}`,
      )
    const rest = all.length - said.length
    return [...said, ...(rest > 0 ? [text('reconcile.and_more', { count: rest })] : [])].join('; ')
  }
  return (
    <div className={classes.stripItems}>
      <span>{words('line')}</span>
      <span aria-hidden>↔</span>
      <span>{words('posting')}</span>
    </div>
  )
}

import { Button } from '@mantine/core'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State } from '../notice/Mark.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { Deed } from './deeds.ts'
import { countPicked } from './picked.ts'
import classes from './reconciliation.module.css'
import type { Deeds } from './use-deeds.tsx'
import type { PickControl } from './use-picked.ts'

type Props = Readonly<{
  control: PickControl
  currency: string
  may: boolean
  deeds: Deeds
  onMatch: () => void
}>

/** What is picked and what it comes to, always in sight: the engine's sums, and green only at exactly nothing left over. */
export function Tray({ control, currency, may, deeds, onMatch }: Props) {
  const text = useText()
  const { locale, money, signedMoney } = useFormats()
  const { picked, sum, clear } = control
  const count = countPicked(picked)
  const shown = (minor: number | undefined): string => (minor === undefined ? '…' : money(minor, currency))
  return (
    <section className={classes.tray} aria-label={text('reconcile.selection')} data-region>
      <div className={classes.sums} aria-live="polite">
        <span>
          {text('reconcile.lines')} {formatCount(picked.line.size, locale)}
          {count === 0 ? null : <strong>{shown(sum?.lineSum)}</strong>}
        </span>
        <span>
          {text('reconcile.postings')} {formatCount(picked.posting.size, locale)}
          {count === 0 ? null : <strong>{shown(sum?.postingSum)}</strong>}
        </span>
        {count === 0 ? (
          <span className={classes.quiet}>{text('reconcile.select_hint')}</span>
        ) : sum === undefined ? (
          <span>{text('reconcile.left_over', { amount: '…' })}</span>
        ) : (
          <State
            tone={sum.residue === 0 ? 'ok' : 'high'}
            word={text('reconcile.left_over', {
              amount: sum.residue === 0 ? money(0, currency) : signedMoney(sum.residue, currency),
            })}
          />
        )}
      </div>
      <div className={classes.trayDeeds}>
        {count === 0 ? null : (
          <Button variant="default" onClick={clear}>
            {text('reconcile.clear_selection')}
          </Button>
        )}
        {may ? <DeedButtons deeds={deeds} /> : null}
        {may ? (
          <ActionButton
            reason={count === 0 ? text('reconcile.select_hint') : null}
            onClick={onMatch}
            rightSection={<KeyHint command="case.merge" />}
          >
            {text('match.make')}
          </ActionButton>
        ) : null}
      </div>
    </section>
  )
}

/** On one item alone: the only one that is picked, or the row in focus. */
function DeedButtons({ deeds }: Pick<Props, 'deeds'>) {
  const text = useText()
  const button = (deed: Deed) => (
    <ActionButton
      variant="default"
      reason={deeds.why(deed)}
      onClick={() => deeds.ask(deed)}
      rightSection={<KeyHint command={`item.${deed}`} />}
    >
      {text(`item.${deed}`)}
    </ActionButton>
  )
  return (
    <>
      {button('split')}
      {deeds.isPart ? button('join') : null}
      {deeds.isForBank ? button('unknown') : null}
      {deeds.early > 0 ? (
        <ActionButton variant="default" onClick={deeds.askOpening}>
          {text('item.opening')}
        </ActionButton>
      ) : null}
    </>
  )
}

import { Button } from '@mantine/core'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State } from '../notice/Mark.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { countPicked } from './picked.ts'
import classes from './reconciliation.module.css'
import type { PickControl } from './use-picked.ts'

type Props = Readonly<{ control: PickControl; currency: string; may: boolean; onMatch: () => void }>

/** What is picked and what it comes to, always in sight: the engine's sums, and green only at exactly nothing left over. */
export function Tray({ control, currency, may, onMatch }: Props) {
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
      {count === 0 ? null : (
        <Button variant="default" onClick={clear}>
          {text('reconcile.clear_selection')}
        </Button>
      )}
      {may ? (
        <ActionButton
          reason={count === 0 ? text('reconcile.select_hint') : null}
          onClick={onMatch}
          rightSection={<KeyHint command="case.merge" />}
        >
          {text('match.make')}
        </ActionButton>
      ) : null}
    </section>
  )
}

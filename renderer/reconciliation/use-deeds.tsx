/** Splitting a line or a posting, taking its parts together, and money of an unknown payer: on one item at a time. */
import { type ReactNode, useState } from 'react'
import type { ItemSide, ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import type { AccountReconciliation, ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import { assertNever } from '../assert-never.ts'
import { useText } from '../messages/use-text.ts'
import { type Deed, type DeedDialogProps, whyNot } from './deeds.ts'
import { JoinDialog } from './JoinDialog.tsx'
import { OpeningDialog } from './OpeningDialog.tsx'
import { countPicked } from './picked.ts'
import { SplitDialog } from './SplitDialog.tsx'
import { UnknownPayerDialog } from './UnknownPayerDialog.tsx'
import type { PickControl } from './use-picked.ts'
import type { Side } from './use-side.ts'

export type Deeds = Readonly<{
  /** Why it can't be done now; null when it can. */
  why: (deed: Deed) => string | null
  ask: (deed: Deed) => void
  isPart: boolean
  /** Suspense stands beside a bank: what a gateway or a producer says is nobody's payment. */
  isForBank: boolean
  /** How many postings from before the first statement are picked, and nothing else. */
  early: number
  askOpening: () => void
  dialog: ReactNode
}>

type Of = Readonly<{
  account: AccountReconciliation
  control: PickControl
  sides: Readonly<Record<ItemSide, Side>>
  active: ItemSide
  /** As it was drawn: the grid tells of its focus a moment later. */
  focused: ReconciledItem | null
  onMatched: (match: ReconciliationMatch) => void
}>

export function useDeeds({ account, control, sides, active, focused, onMatched }: Of): Deeds {
  const text = useText()
  const [asking, setAsking] = useState<Readonly<{ deed: Deed; item: ReconciledItem }> | null>(null)
  const of = { account: account.account, currency: account.currency }
  const item = onlyOne(control, sides, focused)
  // A key may come right behind a click, before anything is drawn.
  const standing = (): ReconciledItem | null => sides[active].current() ?? null
  const why = (deed: Deed): string | null => whyNot(deed, item, text)
  const early = earlyOf(account, { control, sides, focused })
  const [opening, setOpening] = useState<readonly number[] | null>(null)
  const close = (): void => {
    setAsking(null)
    setOpening(null)
  }
  const done = (): void => {
    close()
    control.clear()
  }
  const matched = (match: ReconciliationMatch): void => {
    done()
    onMatched(match)
  }
  return {
    why,
    ask: (deed) => {
      const meant = onlyOne(control, sides, standing())
      if (meant !== null && whyNot(deed, meant, text) === null) setAsking({ deed, item: meant })
    },
    isPart: item !== null && item.part !== null,
    isForBank: account.kind === 'omnibus',
    early: early.length,
    askOpening: () => {
      const meant = earlyOf(account, { control, sides, focused: standing() })
      if (meant.length > 0) setOpening(meant)
    },
    dialog:
      opening !== null ? (
        <OpeningDialog of={of} postings={opening} onClose={close} onDone={done} />
      ) : asking === null ? null : (
        dialogOf(asking.deed, { of, item: asking.item, onClose: close, onDone: done }, matched)
      ),
  }
}

/** Picked postings, or the one in focus, as long as all of them stand before the first statement. */
function earlyOf(
  { openingDay }: AccountReconciliation,
  { control: { picked }, sides, focused }: Pick<Of, 'control' | 'sides' | 'focused'>,
): readonly number[] {
  if (openingDay === null || picked.line.size > 0) return []
  const items = picked.posting.size > 0 ? [...picked.posting].map((id) => sides.posting.row(id)) : [focused]
  const isEarly = (item: ReconciledItem | null | undefined): item is ReconciledItem =>
    item !== null && item !== undefined && item.side === 'posting' && item.day < openingDay
  return items.every(isEarly) ? items.filter(isEarly).map(({ id }) => id) : []
}

/** The only one that is picked, or the row in focus where nothing is. */
function onlyOne({ picked }: PickControl, sides: Of['sides'], focused: ReconciledItem | null): ReconciledItem | null {
  const count = countPicked(picked)
  if (count === 0) return focused
  if (count > 1) return null
  const side = picked.line.size === 1 ? 'line' : 'posting'
  const [id] = picked[side]
  return id === undefined ? null : (sides[side].row(id) ?? null)
}

function dialogOf(deed: Deed, props: DeedDialogProps, onMatched: Of['onMatched']): ReactNode {
  switch (deed) {
    case 'split':
      return <SplitDialog {...props} />
    case 'join':
      return <JoinDialog {...props} />
    case 'unknown':
      return <UnknownPayerDialog {...props} onMatched={onMatched} />
    default:
      return assertNever(deed)
  }
}

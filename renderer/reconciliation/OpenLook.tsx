import { Title } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { ItemSide, ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import type {
  AccountReconciliation,
  MatchSuggestion,
  ReconciliationMatch,
} from '../../engine/contract/reconciliation.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { useMay } from '../session/session-context.ts'
import { Page } from '../shell/Page.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { MatchDialog, type ToMatch } from './MatchDialog.tsx'
import { isNarrowed, OpenFilters } from './OpenFilters.tsx'
import { nothingPicked, pickedOf, together } from './picked.ts'
import { RunButton } from './RunButton.tsx'
import classes from './reconciliation.module.css'
import { SideGrid } from './SideGrid.tsx'
import { SuggestionStrip } from './SuggestionStrip.tsx'
import type { ChangeWorkspace, WorkspaceSearch } from './search.ts'
import { Tray } from './Tray.tsx'
import { UnmatchDialog } from './UnmatchDialog.tsx'
import { useAccept } from './use-accept.ts'
import { useDeeds } from './use-deeds.tsx'
import { useMatchedNotice } from './use-matched-notice.tsx'
import { useOpenKeys } from './use-open-keys.ts'
import { usePicked } from './use-picked.ts'
import { askedOf, type Side, useSide } from './use-side.ts'
import { useSuggestions } from './use-suggestions.ts'
import { AccountTabs } from './WorkspacePage.tsx'

/** As they stand: the bank's side on the left. */
const itemSides: readonly ItemSide[] = ['line', 'posting']
const nothingFocused: Readonly<Record<ItemSide, ReconciledItem | null>> = { line: null, posting: null }

type Props = Readonly<{ account: AccountReconciliation; search: WorkspaceSearch; change: ChangeWorkspace }>

/** Both sides, what could belong together, and what is picked. */
export function OpenLook({ account, search, change }: Props) {
  const text = useText()
  const of = { account: account.account, currency: account.currency }
  const sides = {
    line: useSide({ ...of, side: 'line', search }),
    posting: useSide({ ...of, side: 'posting', search }),
  }
  const [active, setActive] = useState<ItemSide>('line')
  const [focused, setFocused] = useState(nothingFocused)
  const control = usePicked(of)
  const suggestions = useSuggestions({ ...of, line: focused.line?.id ?? null })
  const may = useMay('reconciliation.work')
  const matching = useMatching({ of, control, mayWork: may })
  const suggested = suggestions.shown ? pickedOf(suggestions.shown.items) : nothingPicked
  const deeds = useDeeds({ account, control, sides, active, focused: focused[active], onMatched: matching.matched })
  useOpenKeys({ active, sides, control, suggestions, matching, deeds, may })

  const sideProps = (side: ItemSide) => ({
    side,
    list: sides[side].list,
    grid: sides[side].grid,
    ready: sides[side].ready,
    currency: account.currency,
    active: active === side,
    filtered: isNarrowed(search),
    picked: control.picked[side],
    suggested: suggested[side],
    onToggle: (id: number) => control.toggle(side, id),
    onFocus: (item: ReconciledItem | null) => setFocused((before) => ({ ...before, [side]: item })),
  })
  return (
    <Page
      title={text('reconcile.account', of)}
      fill
      tabs={<AccountTabs of={account} current="open" />}
      actions={
        <>
          <ExportButton
            of={itemSides.map((side) => ({ source: 'open_items', parameters: askedOf({ ...of, side, search }) }))}
          />
          <RunButton account={account.account} />
        </>
      }
      filters={<OpenFilters search={search} currency={account.currency} change={change} />}
      status={<SidesStatus sides={sides} />}
    >
      <div className={classes.workspace}>
        <SuggestionStrip
          suggestions={suggestions}
          currency={account.currency}
          may={may}
          busy={matching.busy}
          onAccept={matching.accept}
          onPick={(suggestion) => control.replace(pickedOf(suggestion.items))}
        />
        <div className={classes.sides}>
          {itemSides.map((side) => (
            <section key={side} className={classes.side} onFocusCapture={() => setActive(side)} data-region>
              <SideTitle account={account} side={side} />
              <SideGrid {...sideProps(side)} />
            </section>
          ))}
        </div>
        <Tray control={control} currency={account.currency} may={may} deeds={deeds} onMatch={matching.ask} />
      </div>
      {matching.dialog}
      {deeds.dialog}
    </Page>
  )
}

function SidesStatus({ sides }: Readonly<{ sides: Readonly<Record<ItemSide, Side>> }>) {
  const text = useText()
  return (
    <>
      <KnownStatus
        list={sides.line.list}
        count={(rows, complete) => text(complete ? 'reconcile.lines_shown' : 'reconcile.lines_so_far', { rows })}
      />
      <KnownStatus
        list={sides.posting.list}
        count={(rows, complete) => text(complete ? 'reconcile.postings_shown' : 'reconcile.postings_so_far', { rows })}
      />
    </>
  )
}

function SideTitle({ account, side }: Readonly<{ account: AccountReconciliation; side: ItemSide }>) {
  const text = useText()
  const { money, locale } = useFormats()
  const { currency, openLines, lineSum, openPostings, postingSum } = account
  const [count, sum] = side === 'line' ? [openLines, lineSum] : [openPostings, postingSum]
  return (
    <div className={classes.sideTitle}>
      <Title order={2}>{text(`reconcile.side.${side}`)}</Title>
      <span className={classes.quiet}>
        {text('reconcile.side.open', {
          count: formatCount(count, locale),
          sum: `${currency} ${money(BigInt(sum), currency)}`,
        })}
      </span>
    </div>
  )
}

type MatchingOf = Readonly<{
  of: Readonly<{ account: string; currency: string }>
  control: ReturnType<typeof usePicked>
  mayWork: boolean
}>

/** Putting together and taking apart, with the dialogs that it takes. */
function useMatching({ of, control, mayWork }: MatchingOf) {
  const text = useText()
  const [asking, setAsking] = useState<ToMatch | null>(null)
  const [undoing, setUndoing] = useState<ReconciliationMatch | null>(null)
  const [last, setLast] = useState<ReconciliationMatch | null>(null)
  const sayMatched = useMatchedNotice(setUndoing)
  const { clear } = control
  const matched = useCallback(
    (match: ReconciliationMatch) => {
      setLast(match)
      setAsking(null)
      clear()
      sayMatched(match)
    },
    [clear, sayMatched],
  )
  const { accept: acceptIt, busy } = useAccept({ of, onMatched: matched })
  const accept = (suggestion: MatchSuggestion): void => {
    if (suggestion.residue === 0) acceptIt(suggestion)
    else {
      const reason = text('reconcile.reason.suggested', { rule: suggestion.ruleName ?? suggestion.rule })
      setAsking({ ...of, ...together(pickedOf(suggestion.items)), sum: suggestion, reason })
    }
  }
  const ask = (): void => {
    if (control.sum !== undefined && mayWork)
      setAsking({ ...of, ...together(control.picked), sum: control.sum, reason: '' })
  }
  const undo = last === null ? null : () => setUndoing(last)
  const dialog = (
    <>
      {asking === null ? null : (
        <MatchDialog
          of={asking}
          onClose={() => setAsking(null)}
          onMatched={matched}
          onProposed={() => {
            setAsking(null)
            clear()
          }}
        />
      )}
      {undoing === null ? null : (
        <UnmatchDialog
          match={undoing}
          onClose={() => {
            setUndoing(null)
            setLast(null)
          }}
        />
      )}
    </>
  )
  return { accept, busy, ask, undo, matched, dialog }
}

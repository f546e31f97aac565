/** The workspace by keyboard: along a side, across, picking, and putting together. */
import type { ItemSide } from '../../engine/contract/reconciled-items.ts'
import type { MatchSuggestion } from '../../engine/contract/reconciliation.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { countPicked } from './picked.ts'
import type { Deeds } from './use-deeds.tsx'
import type { PickControl } from './use-picked.ts'
import type { Side } from './use-side.ts'
import type { Suggestions } from './use-suggestions.ts'

type Options = Readonly<{
  active: ItemSide
  sides: Readonly<Record<ItemSide, Side>>
  control: PickControl
  suggestions: Suggestions
  matching: Readonly<{
    accept: (suggestion: MatchSuggestion) => void
    ask: () => void
    undo: (() => void) | null
  }>
  deeds: Deeds
  may: boolean
}>

export function useOpenKeys({ active, sides, control, suggestions, matching, deeds, may }: Options): void {
  const side = sides[active]
  const { shown, next } = suggestions
  const pickCurrent = (): void => {
    const item = side.current()
    if (item) control.toggle(active, item.id)
  }
  const extend = (step: 1 | -1): void => {
    const from = side.current()
    const to = side.move(step)
    const picked = new Set([...control.picked[active], ...[from, to].flatMap((item) => item?.id ?? [])])
    control.replace({ ...control.picked, [active]: picked })
  }
  const some = countPicked(control.picked) > 0
  // Told by the sheet of keys also while there is nothing to do with them.
  useKeyCommand('list.select', pickCurrent)
  useKeyCommand('list.extend_down', () => extend(1))
  useKeyCommand('list.extend_up', () => extend(-1))
  useKeyCommand('list.out', control.clear, some)
  useKeyCommand('side.left', sides.line.enter)
  useKeyCommand('side.right', sides.posting.enter)
  useKeyCommand('match.next_suggestion', next)
  useKeyCommand('list.open', () => shown && matching.accept(shown), may)
  useKeyCommand('case.merge', matching.ask, may)
  useKeyCommand('case.undo', () => matching.undo?.(), may)
  useKeyCommand('item.split', () => deeds.ask('split'), may)
  useKeyCommand('item.join', () => deeds.ask('join'), may)
  useKeyCommand('item.unknown', () => deeds.ask('unknown'), may && deeds.isForBank)
  useKeyCommand('item.opening', deeds.askOpening, may && deeds.early > 0)
}

import { Checkbox } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import classes from './exceptions.module.css'
import { extentOf, type Selection } from './selection.ts'
import type { OpenedCases } from './use-queue-view.ts'
import type { SelectionControl } from './use-selection.ts'

type Props = Readonly<{ selection: Selection; view: OpenedCases | undefined; control: SelectionControl }>

/** The box above the boxes: all that the view holds, and not only what is loaded. The grid's own has no way to mean that. */
export function SelectAll({ selection, view, control }: Props) {
  const text = useText()
  const extent = extentOf(selection, view?.view)
  return (
    <Checkbox
      className={classes.selectAll ?? ''}
      size="xs"
      checked={extent === 'all'}
      indeterminate={extent === 'some'}
      onChange={extent === 'all' ? control.clear : control.selectAll}
      aria-label={text(extent === 'all' ? 'queue.select_none' : 'queue.select_all', { total: view?.total ?? 0 })}
    />
  )
}

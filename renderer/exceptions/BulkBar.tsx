import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { FaultLine } from '../faults/FaultLine.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { scopeWords } from './bulk-scope.ts'
import classes from './exceptions.module.css'
import { countOf, extentOf } from './selection.ts'
import type { OpenedCases } from './use-queue-view.ts'
import type { SelectionControl } from './use-selection.ts'

type Props = Readonly<{
  control: SelectionControl
  view: OpenedCases | undefined
  /** What can be done about all of them at once. */
  children?: ReactNode
}>

/** Below the list, so that no row moves when it comes: what is selected, exactly, and the way to more or to none. */
export function BulkBar({ control, view, children }: Props) {
  const text = useText()
  const formats = useFormats()
  const { selection, fault, clear, selectAll } = control
  const count = countOf(selection)
  const more = view !== undefined && count > 1 && extentOf(selection, view.view) !== 'all' && count < view.total
  return (
    <div className={classes.bulk} data-empty={count === 0 && fault === undefined}>
      <output className={classes.scope}>{count === 0 ? null : scopeWords(selection, view?.view, text, formats)}</output>
      <FaultLine fault={fault} />
      {count === 0 ? null : (
        <>
          {more ? (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={selectAll}
              rightSection={<KeyHint command="list.select_all" />}
            >
              {text('queue.select_all', { total: view.total })}
            </Button>
          ) : null}
          <Button size="compact-sm" variant="subtle" onClick={clear}>
            {text('queue.clear_selection')}
          </Button>
          <span className={classes.spacer} />
          {children}
        </>
      )}
    </div>
  )
}

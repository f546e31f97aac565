import { Button } from '@mantine/core'
import { useState } from 'react'
import { FaultLine } from '../../faults/FaultLine.tsx'
import { KeyHint } from '../../keys/KeyHint.tsx'
import { useKeyCommand } from '../../keys/keys-context.ts'
import { type Text, useText } from '../../messages/use-text.ts'
import { formatClock } from '../../time/format.ts'
import { useFormats } from '../../workspace/workspace-context.ts'
import { kindWords } from '../change-words.ts'
import { ManyDialog } from './ManyDialog.tsx'
import classes from './many.module.css'
import type { ManyVerb } from './many-words.ts'
import { inOrder, type Picked } from './picked.ts'
import type { PickControl } from './use-picked.ts'

/** What the dialog was opened on stays as it was, whatever is picked behind it. */
type Asked = Readonly<{ verb: ManyVerb; kind: string; ids: readonly number[] }>

/** Below the list, so that no row moves when it comes: what is picked, exactly, and what can be done about it. */
export function PickBar({ control }: Readonly<{ control: PickControl }>) {
  const text = useText()
  const { zone } = useFormats()
  const { picked, fault, pickAll, clear, leave } = control
  const [asked, setAsked] = useState<Asked | null>(null)
  const { kind } = picked
  const ask = (verb: ManyVerb): void => {
    if (kind !== null) setAsked({ verb, kind, ids: inOrder(picked) })
  }
  useKeyCommand('proposal.approve', () => ask('approve'), kind !== null)
  useKeyCommand('proposal.decline', () => ask('decline'), kind !== null)
  return (
    <>
      <div className={classes.bar} data-empty={kind === null && fault === undefined}>
        <output className={classes.scope}>{kind === null ? null : pickedWords(picked, kind, text, zone)}</output>
        <FaultLine fault={fault} />
        {kind === null ? null : (
          <>
            {picked.asked === null ? (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => pickAll(kind)}
                rightSection={<KeyHint command="list.select_all" />}
              >
                {text('approvals.pick.all', { kind: kindWords(text, kind) })}
              </Button>
            ) : null}
            <Button size="compact-sm" variant="subtle" onClick={clear}>
              {text('queue.clear_selection')}
            </Button>
            <div className={classes.actions}>
              {(['approve', 'decline'] as const).map((verb) => (
                <Button
                  key={verb}
                  size="compact-sm"
                  variant="default"
                  onClick={() => ask(verb)}
                  rightSection={<KeyHint command={`proposal.${verb}`} />}
                >
                  {text(`approvals.many.${verb}`, { count: picked.ids.size })}
                </Button>
              ))}
            </div>
          </>
        )}
      </div>
      {asked === null ? null : <ManyDialog {...asked} onDecided={leave} onClose={() => setAsked(null)} />}
    </>
  )
}

/** "All 12 open proposals of the kind “Adjustment” as of 14:02:11". */
function pickedWords({ ids, asked }: Picked, kind: string, text: Text, zone: string): string {
  const values = { count: ids.size, kind: kindWords(text, kind) }
  if (asked === null) return text('approvals.picked', values)
  const at = formatClock(asked.asOf, zone)
  return text(asked.complete ? 'approvals.picked.all' : 'approvals.picked.newest', { ...values, at })
}

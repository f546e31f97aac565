/** The menu of a row of the queue: to its page, to what is like it, and every action with its key. */
import { type ReactNode, useState } from 'react'
import type { Exception, ExceptionDetail } from '../../engine/contract/exceptions.ts'
import type { Verb } from '../case/actions.ts'
import { CaseDialog } from '../case/CaseDialog.tsx'
import { useCaseWork } from '../case/case-work-context.ts'
import type { MenuAt } from '../grid/RowMenu.tsx'
import type { MoreOfRow } from '../grid/use-row-tools.tsx'
import { useSession } from '../session/session-context.ts'
import { CaseMenu, OpenPage } from './CaseMenu.tsx'
import { QueueContext, useQueue } from './queue-context.ts'
import type { ChangeSearch } from './search.ts'

type Acting = Readonly<{ verb: Verb; each: ExceptionDetail }>
type Options = Readonly<{ change: ChangeSearch; nameOf: (user: string) => string }>

/** The dialog of an action outlives the menu that it was chosen from. */
export function useCaseMenu({ change, nameOf }: Options): Readonly<{
  menu: (at: MenuAt<Exception>) => MoreOfRow
  dialog: ReactNode
}> {
  const [acting, setActing] = useState<Acting | null>(null)
  const queue = useQueue()
  const { act } = useCaseWork()
  const me = useSession().user.name
  const give = (verb: Verb, each: ExceptionDetail): void => {
    if (verb === 'assign_me') void act(each, { action: 'assign', to: me })
    else setActing({ verb, each })
  }
  // From a row one goes nowhere: only with its pane open does the next case come by itself.
  const here = acting === null || acting.each.id === queue.current ? queue : { ...queue, next: () => undefined }
  return {
    menu: (at) => ({
      opening: <OpenPage id={at.row.id} />,
      more: <CaseMenu at={at} change={change} nameOf={nameOf} onGive={give} />,
    }),
    dialog:
      acting === null ? null : (
        <QueueContext value={here}>
          <CaseDialog
            verb={acting.verb}
            kept={null}
            each={acting.each}
            picked={new Set()}
            onClose={() => setActing(null)}
          />
        </QueueContext>
      ),
  }
}

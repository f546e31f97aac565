import { IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { Caller } from '../../engine/contract/callers.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { assertNever } from '../assert-never.ts'
import { useRead } from '../engine/use-read.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import type { ToExport } from '../exports/ExportDialog.tsx'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { type CallerDeed, CallerPane } from './CallerPane.tsx'
import classes from './callers.module.css'
import { callerColumns } from './columns.ts'
import { NewKeyDialog } from './NewKeyDialog.tsx'
import { ProposeCallerDialog } from './ProposeCallerDialog.tsx'
import { StopCallerDialog } from './StopCallerDialog.tsx'
import { CallerSearch } from './search.ts'
import { useOpenProposals } from './use-open-proposals.ts'
import { WaitingProposals } from './WaitingProposals.tsx'

const topics: readonly Topic[] = ['callers']
const readCallers = (client: EngineClient) => client.callers.list()
const rowId = ({ id }: Caller): string => String(id)
const all: ToExport = { source: 'callers', parameters: {} }

/** Programs that may call the API: what each may do, whether its key still opens, and how much it calls. */
export function CallersScreen() {
  const text = useText()
  const formats = useFormats()
  const [{ open }, change] = useSearchValues(CallerSearch)
  const reading = useRead(readCallers, topics)
  const readAt = reading.readAt ?? ''
  const waiting = useOpenProposals()
  const columns = useMemo(() => callerColumns({ text, formats }, readAt), [text, formats, readAt])
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<Caller>(open === undefined ? null : String(open), changeOpen)
  const deeds = useDeeds()
  const opened = reading.data?.items.find(({ id }) => id === open)
  return (
    <Page
      title={text('nav.callers')}
      fill
      actions={
        <>
          <ExportButton of={all} />
          {deeds.button}
        </>
      }
      status={<ListStatus reading={reading} count={(total) => text('callers.shown', { total })} />}
    >
      <SplitView
        list={
          <div className={classes.list}>
            <WaitingProposals open={waiting} />
            <ListGrid
              label={text('nav.callers')}
              what={text('callers.unread')}
              reading={reading}
              columns={columns}
              rowId={rowId}
              nothing={<Nothing title={text('callers.none')} body={text('callers.none.next')} action={deeds.button} />}
              {...row.props}
            />
          </div>
        }
        pane={
          opened === undefined
            ? null
            : {
                key: String(opened.id),
                title: opened.name,
                body: (
                  <CallerPane
                    caller={opened}
                    at={readAt}
                    waiting={waiting.find((proposal) => proposal.change.caller === opened.id)}
                    onDeed={(deed) => deeds.begin(deed, opened)}
                  />
                ),
              }
        }
        onClose={row.close}
      />
      {deeds.dialog}
    </Page>
  )
}

type Doing = Readonly<{ deed: CallerDeed; caller: Caller }> | Readonly<{ deed: 'new'; caller: null }>

/** Dialogs belong to the screen and not to the pane: a key that is shown once must not go with a list that is read anew. */
function useDeeds() {
  const text = useText()
  const mayPropose = [useMay('callers.manage'), useMay('proposals.propose')].every(Boolean)
  const [doing, setDoing] = useState<Doing | null>(null)
  const propose = (): void => setDoing({ deed: 'new', caller: null })
  useKeyCommand('caller.propose', propose, mayPropose)
  return {
    begin: (deed: CallerDeed, caller: Caller): void => setDoing({ deed, caller }),
    button: mayPropose ? (
      <ActionButton leftSection={<IconPlus size={16} stroke={1.75} />} onClick={propose}>
        {text('callers.propose')}
      </ActionButton>
    ) : null,
    dialog: doing === null ? null : <DeedDialog doing={doing} onClose={() => setDoing(null)} />,
  }
}

function DeedDialog({ doing, onClose }: Readonly<{ doing: Doing; onClose: () => void }>) {
  switch (doing.deed) {
    case 'key':
      return <NewKeyDialog caller={doing.caller} onClose={onClose} />
    case 'stop':
      return <StopCallerDialog caller={doing.caller} onClose={onClose} />
    case 'new':
    case 'change':
      return <ProposeCallerDialog caller={doing.caller} onClose={onClose} onProposed={onClose} />
    default:
      return assertNever(doing)
  }
}

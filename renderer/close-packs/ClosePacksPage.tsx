import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { ClosePack } from '../../engine/contract/close-packs.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { daysText } from '../periods/columns.ts'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { packColumns } from './columns.ts'
import { MakePackDialog } from './MakePackDialog.tsx'
import { PackPane } from './PackPane.tsx'
import { PacksSearch } from './search.ts'

const topics: readonly Topic[] = ['close_packs']
const shownMax = 1_000
const readPacks = (client: EngineClient) => client.closePacks.list({ limit: shownMax })
const readKey = (client: EngineClient) => client.closePacks.key()
const rowId = ({ id }: ClosePack): string => String(id)

/** How days ended, as files that anybody can check: those that were made, and making one. */
export function ClosePacksPage() {
  const text = useText()
  const formats = useFormats()
  const [{ open }, change] = useSearchValues(PacksSearch)
  const reading = useRead(readPacks, topics)
  const { data: key } = useRead(readKey, topics)
  const columns = useMemo(() => packColumns(text, formats), [text, formats])
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<ClosePack>(open === undefined ? null : String(open), changeOpen)
  const make = useMaking((pack) => change({ open: pack.id }))
  const opened = reading.data?.items.find(({ id }) => id === open)
  return (
    <Page
      title={text('nav.packs')}
      fill
      actions={make.button}
      status={
        <>
          <ListStatus reading={reading} count={(total) => text('packs.shown', { total })} />
          {key === undefined ? null : <span>{text('packs.key', { fingerprint: key.fingerprint })}</span>}
        </>
      }
    >
      <SplitView
        list={
          <ListGrid
            label={text('nav.packs')}
            what={text('packs.unread')}
            reading={reading}
            columns={columns}
            rowId={rowId}
            nothing={<Nothing title={text('packs.none')} body={text('packs.none.next')} action={make.button} />}
            {...row.props}
          />
        }
        pane={
          opened === undefined
            ? null
            : {
                key: String(opened.id),
                title: text('pack.title', { days: daysText(text, opened.from, opened.to) }),
                body: <PackPane pack={opened} />,
              }
        }
        onClose={row.close}
      />
      {make.dialog}
    </Page>
  )
}

/** Asked for from two places of this screen, and only by those who may. */
function useMaking(onMade: (pack: ClosePack) => void) {
  const text = useText()
  const may = useMay('close_packs.make')
  const [isOpen, setIsOpen] = useState(false)
  const made = (pack: ClosePack): void => {
    setIsOpen(false)
    onMade(pack)
  }
  return {
    button: may ? (
      <ActionButton key="make" onClick={() => setIsOpen(true)}>
        {text('packs.make')}
      </ActionButton>
    ) : null,
    dialog: isOpen ? <MakePackDialog suggested={null} onClose={() => setIsOpen(false)} onMade={made} /> : null,
  }
}

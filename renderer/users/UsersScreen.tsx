import { IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { User } from '../../engine/contract/users.ts'
import { useRead } from '../engine/use-read.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import type { ToExport } from '../exports/ExportDialog.tsx'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { AddUserDialog } from './AddUserDialog.tsx'
import { userColumns } from './columns.ts'
import { UserSearch } from './search.ts'
import { UserPane } from './UserPane.tsx'

const topics: readonly Topic[] = ['users']
const readUsers = (client: EngineClient) => client.users.list()
const rowId = ({ name }: User): string => name
const all: ToExport = { source: 'users', parameters: {} }

export function UsersScreen() {
  const text = useText()
  const formats = useFormats()
  const [{ open }, change] = useSearchValues(UserSearch)
  const [adding, setAdding] = useState(false)
  const mayManage = useMay('users.manage')
  const reading = useRead(readUsers, topics)
  const columns = useMemo(() => userColumns(text, formats), [text, formats])
  const changeOpen = useCallback(
    (name: string | null, options?: { replace?: boolean }) => change({ open: name ?? undefined }, options),
    [change],
  )
  const row = useOpenRow<User>(open ?? null, changeOpen)
  const opened = reading.data?.items.find(({ name }) => name === open)
  useKeyCommand('user.add', () => setAdding(true), mayManage)

  const list = (
    <ListGrid
      label={text('nav.users')}
      what={text('users.unread')}
      reading={reading}
      columns={columns}
      rowId={rowId}
      {...row.props}
    />
  )
  return (
    <Page
      title={text('nav.users')}
      fill
      actions={
        <>
          <ExportButton of={all} />
          {mayManage ? (
            <ActionButton leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
              {text('users.add')}
            </ActionButton>
          ) : null}
        </>
      }
      status={<ListStatus reading={reading} count={(total) => text('users.shown', { total })} />}
    >
      <SplitView
        list={list}
        pane={opened ? { key: opened.name, title: opened.displayName, body: <UserPane user={opened} /> } : null}
        onClose={row.close}
      />
      <AddUserDialog opened={adding} onClose={() => setAdding(false)} onAdded={({ name }) => changeOpen(name)} />
    </Page>
  )
}

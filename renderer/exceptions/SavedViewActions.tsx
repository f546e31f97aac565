import { Button, Group, Menu, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { usePreferences } from '../preferences/preferences-context.ts'
import classes from './exceptions.module.css'
import { type OwnView, ownViewsMax, type SavedView, viewSearchOf, withOwnView } from './saved-views.ts'
import type { QueueAddress } from './use-queue-search.ts'

type Asked = Readonly<{ id: string; name: string }>

/** "edited · Save · Reset" once the view is another than the one that was kept; a person's own can be renamed and removed. */
export function SavedViewActions({ address }: Readonly<{ address: QueueAddress }>) {
  const text = useText()
  const { preferences, setPreference } = usePreferences()
  const [asked, setAsked] = useState<Asked>()
  const { search, view, edited, show, change } = address
  const own = preferences.queueViews.find(({ id }) => id === view?.id)
  const full = own === undefined && preferences.queueViews.length >= ownViewsMax

  const keep = (kept: OwnView): void => {
    setPreference('queueViews', [...withOwnView(preferences.queueViews, kept)])
    change({ view: kept.id }, { replace: true })
  }
  const save = (): void =>
    own ? keep({ ...own, search: viewSearchOf(search) }) : setAsked({ id: `own-${crypto.randomUUID()}`, name: '' })
  const remove = (gone: OwnView): void => {
    setPreference(
      'queueViews',
      preferences.queueViews.filter(({ id }) => id !== gone.id),
    )
    change({ view: undefined }, { replace: true })
  }
  return (
    <span className={classes.edited}>
      {edited ? (
        <>
          <span>{text('queue.edited')}</span>
          <Button size="compact-sm" variant="default" onClick={save} disabled={full}>
            {text('queue.save')}
          </Button>
          {view === undefined ? null : <Reset view={view} show={show} />}
        </>
      ) : null}
      {own ? <OwnMenu onRename={() => setAsked(own)} onRemove={() => remove(own)} /> : null}
      {asked ? (
        <NameDialog
          name={asked.name}
          onClose={() => setAsked(undefined)}
          onNamed={(name) => {
            // To be renamed it keeps what it shows; a new one shows what is on the screen.
            const kept = preferences.queueViews.find(({ id }) => id === asked.id)
            keep({ id: asked.id, name, search: kept?.search ?? viewSearchOf(search) })
            setAsked(undefined)
          }}
        />
      ) : null}
    </span>
  )
}

function Reset({ view, show }: Readonly<{ view: SavedView; show: (view: SavedView) => void }>) {
  const text = useText()
  return (
    <Button size="compact-sm" variant="subtle" onClick={() => show(view)}>
      {text('queue.reset')}
    </Button>
  )
}

function OwnMenu({ onRename, onRemove }: Readonly<{ onRename: () => void; onRemove: () => void }>) {
  const text = useText()
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.more} aria-label={text('queue.view.more')}>
          <IconDots size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onRename}>{text('queue.view.rename')}</Menu.Item>
        <Menu.Item onClick={onRemove}>{text('queue.view.remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const nameMax = 60

type NameProps = Readonly<{ name: string; onClose: () => void; onNamed: (name: string) => void }>

function NameDialog({ name, onClose, onNamed }: NameProps) {
  const text = useText()
  const [typed, setTyped] = useState(name)
  const [tried, setTried] = useState(false)
  const wanted = typed.trim()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wanted !== '') onNamed(wanted)
  }
  return (
    <Dialog opened onClose={onClose} title={text('queue.view.name.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap={12}>
          <TextInput
            label={text('queue.view.name')}
            description={text('queue.view.name.hint')}
            value={typed}
            maxLength={nameMax}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={tried && wanted === '' ? text('queue.view.name.missing') : null}
            data-autofocus
          />
          <Group gap={8}>
            <Button type="submit">{text('queue.save')}</Button>
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

import { ActionIcon, Button, Checkbox, Group, Popover, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import classes from './columns.module.css'
import type { Column } from './columns.ts'
import { arranged, moved, plainLayout } from './layout.ts'
import type { LayoutControl } from './use-layout.ts'

type Listed = Pick<Column<never>, 'id' | 'header'>

type Props = Readonly<{
  columns: readonly Column<never>[]
  /** Those that are there now. */
  seen: ReadonlySet<string>
  control: LayoutControl
}>

/** Which columns the list has, in which order and how wide: at the end of its headers, for whoever wants it otherwise. */
export function ColumnsPopover({ columns, seen, control }: Props) {
  const text = useText()
  const [opened, setOpened] = useState(false)
  useKeyCommand('list.columns', () => setOpened(true))
  const { layout, change } = control
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="none"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <ActionIcon
          className={classes.button ?? ''}
          variant="subtle"
          size={24}
          onClick={() => setOpened(!opened)}
          aria-label={text('grid.columns')}
          title={text('grid.columns')}
        >
          <IconColumns3 size={16} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ''} aria-label={text('grid.columns')}>
        <List columns={columns} seen={seen} control={control} />
        <Group gap={8} mt={8}>
          <Button
            variant="default"
            size="compact-sm"
            disabled={Object.keys(layout.widths).length === 0}
            onClick={() => change((before) => ({ ...before, widths: {} }))}
          >
            {text('grid.columns.widths')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => change(() => plainLayout)}>
            {text('grid.columns.reset')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}

type Moved = Readonly<{ id: string; by: 1 | -1 }>

function List({ columns, seen, control: { layout, change } }: Props) {
  const text = useText()
  const list = useRef<HTMLUListElement>(null)
  const [last, setLast] = useState<Moved | null>(null)
  const listed: readonly Listed[] = arranged(columns, layout)
  const move = (step: Moved): void => {
    setLast(step)
    change((before) => moved(columns, before, step))
  }
  // A row that has changed its place in the page has lost the focus on the way.
  useEffect(() => {
    if (last !== null) buttonOf(list.current, last)?.focus()
  }, [last])
  const place = last === null ? -1 : listed.findIndex(({ id }) => id === last.id)
  return (
    <>
      <ul ref={list} className={classes.list}>
        {listed.map(({ id, header }, at) => (
          <li key={id} className={classes.row} data-column={id}>
            <Checkbox
              size="xs"
              className={classes.name ?? ''}
              label={header}
              checked={seen.has(id)}
              // A list without a column would be none.
              disabled={seen.size === 1 && seen.has(id)}
              onChange={({ currentTarget: { checked } }) =>
                change((before) => ({ ...before, visible: { ...before.visible, [id]: checked } }))
              }
              onKeyDown={(event) => moveByKey(event, id, move)}
            />
            <Step way="up" header={header} disabled={at === 0} onClick={() => move({ id, by: -1 })} />
            <Step way="down" header={header} disabled={at === listed.length - 1} onClick={() => move({ id, by: 1 })} />
          </li>
        ))}
      </ul>
      <VisuallyHidden>
        <Live>
          {last === null || place === -1
            ? null
            : text('grid.columns.moved', { column: listed[place]?.header ?? '', place: place + 1, of: listed.length })}
        </Live>
      </VisuallyHidden>
    </>
  )
}

type StepProps = Readonly<{ way: 'up' | 'down'; header: string; disabled: boolean; onClick: () => void }>

function Step({ way, header, disabled, onClick }: StepProps) {
  const text = useText()
  const Icon = way === 'up' ? IconArrowUp : IconArrowDown
  return (
    <ActionIcon
      variant="subtle"
      size={24}
      data-way={way}
      // Still there for the keyboard at the end of its way: a button that vanishes takes the focus along.
      aria-disabled={disabled}
      {...(disabled ? { 'data-disabled': true } : {})}
      onClick={onClick}
      aria-label={text(`grid.columns.${way}`, { column: header })}
    >
      <Icon size={14} stroke={1.75} />
    </ActionIcon>
  )
}

function moveByKey(event: KeyboardEvent, id: string, move: (step: Moved) => void): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
  event.preventDefault()
  move({ id, by: event.key === 'ArrowUp' ? -1 : 1 })
}

const buttonOf = (list: HTMLElement | null, { id, by }: Moved): HTMLElement | null | undefined =>
  list?.querySelector<HTMLElement>(`[data-column="${CSS.escape(id)}"] [data-way="${by === -1 ? 'up' : 'down'}"]`)

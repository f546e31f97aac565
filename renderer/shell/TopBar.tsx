import { ActionIcon } from '@mantine/core'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { assertNever } from '../assert-never.ts'
import { useConnectionState } from '../engine/engine-context.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyRegistry } from '../keys/keys-context.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { State, type Tone } from '../notice/Mark.tsx'
import { Bell } from '../notifications/Bell.tsx'
import { useWorkspace } from '../workspace/workspace-context.ts'
import classes from './frame.module.css'
import { PersonMenu } from './PersonMenu.tsx'

type Props = Readonly<{ menu: boolean; menuOpen: boolean; onMenu: () => void }>

export function TopBar({ menu, menuOpen, onMenu }: Props) {
  const text = useText()
  const workspace = useWorkspace()
  const registry = useKeyRegistry()
  return (
    <header className={classes.top}>
      {menu ? (
        <ActionIcon variant="subtle" size={32} onClick={onMenu} aria-label={text('nav.menu')} aria-expanded={menuOpen}>
          <IconMenu2 size={18} stroke={1.75} />
        </ActionIcon>
      ) : null}
      <div className={classes.name} title={workspace?.directory}>
        {workspace?.name ?? text('app.name')}
      </div>
      <span className={classes.spacer} />
      <button type="button" className={classes.search} onClick={() => registry.run('palette.open')}>
        <IconSearch size={16} stroke={1.75} aria-label={text('palette.open')} />
        <span>{text('palette.open')}</span>
        <span className={classes.spacer} />
        <span>
          <KeyHint command="palette.open" />
        </span>
      </button>
      <EngineState />
      <Bell />
      <PersonMenu />
    </header>
  )
}

function EngineState() {
  const text = useText()
  const { state } = useConnectionState()
  const { tone, word } = engineMark(state, text)
  return <State tone={tone} word={word} />
}

function engineMark(
  state: 'connecting' | 'ready' | 'lost' | 'stopped',
  text: Text,
): Readonly<{ tone: Tone; word: string }> {
  switch (state) {
    case 'ready':
      return { tone: 'ok', word: text('engine.state.ready') }
    case 'connecting':
      return { tone: 'progress', word: text('engine.state.connecting') }
    case 'lost':
      return { tone: 'high', word: text('engine.state.lost') }
    case 'stopped':
      return { tone: 'critical', word: text('engine.state.stopped') }
    default:
      return assertNever(state)
  }
}

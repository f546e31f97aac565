import { Button, Menu } from '@mantine/core'
import { IconHelp, IconKey, IconLock, IconLogout, IconUser } from '@tabler/icons-react'
import { useState } from 'react'
import { useKeyCommand } from '../keys/keys-context.ts'
import { languages } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import { densities, themes } from '../preferences/preferences.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import { ChangePassphraseDialog } from '../session/ChangePassphraseDialog.tsx'
import { useSession, useSessionControl } from '../session/session-context.ts'

const icon = { size: 16, stroke: 1.75 } as const

export function PersonMenu() {
  const text = useText()
  const { user } = useSession()
  const { signOut, lock } = useSessionControl()
  const [changing, setChanging] = useState(false)
  const manual = `/manual/${usePreferences().preferences.language}/index.html`
  useKeyCommand('session.sign-out', signOut)
  useKeyCommand('session.lock', lock)
  useKeyCommand('session.passphrase', () => setChanging(true))
  // Beside the console, and in the desktop in a window of the shell's own.
  useKeyCommand('manual.open', () => void window.open(manual, '_blank', 'noopener'))

  return (
    <>
      <Menu position="bottom-end" width={260} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="transparent" c="var(--ch-text)" leftSection={<IconUser {...icon} />} maw={220}>
            {user.displayName}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Choices />
          <Menu.Divider />
          <Menu.Item component="a" href={manual} target="_blank" rel="noopener" leftSection={<IconHelp {...icon} />}>
            {text('manual.open')}
          </Menu.Item>
          <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => setChanging(true)}>
            {text('passphrase.change')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLock {...icon} />} onClick={lock}>
            {text('session.lock')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout {...icon} />} onClick={signOut}>
            {text('session.sign_out')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ChangePassphraseDialog opened={changing} onClose={() => setChanging(false)} />
    </>
  )
}

function Choices() {
  const text = useText()
  const { preferences, setPreference } = usePreferences()
  const labelled = <T extends string>(values: readonly T[], label: (value: T) => string) =>
    values.map((value) => ({ value, label: label(value) }))
  return (
    <>
      <Choice
        title={text('appearance.theme')}
        value={preferences.theme}
        options={labelled(themes, (value) => text(`appearance.theme.${value}`))}
        onChange={(value) => setPreference('theme', value)}
      />
      <Choice
        title={text('appearance.density')}
        value={preferences.density}
        options={labelled(densities, (value) => text(`appearance.density.${value}`))}
        onChange={(value) => setPreference('density', value)}
      />
      <Choice
        title={text('appearance.language')}
        value={preferences.language}
        options={labelled(languages, (value) => text(`appearance.language.${value}`))}
        onChange={(value) => setPreference('language', value)}
      />
    </>
  )
}

type ChoiceProps<T extends string> = Readonly<{
  title: string
  value: T
  options: readonly Readonly<{ value: T; label: string }>[]
  onChange: (value: T) => void
}>

function Choice<T extends string>({ title, value, options, onChange }: ChoiceProps<T>) {
  const choose = (chosen: string): void => {
    const option = options.find((other) => other.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      <Menu.RadioGroup value={value} onChange={choose}>
        {options.map((option) => (
          <Menu.RadioItem key={option.value} value={option.value}>
            {option.label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}

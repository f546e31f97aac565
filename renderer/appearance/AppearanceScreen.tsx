import { Radio, Stack, Switch } from '@mantine/core'
import { languages } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import { densities, themes } from '../preferences/preferences.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import frame from '../shell/frame.module.css'
import { Page } from '../shell/Page.tsx'

export function AppearanceScreen() {
  const text = useText()
  const { preferences, setPreference } = usePreferences()
  return (
    <Page title={text('nav.appearance')}>
      <div className={frame.form}>
        <Choice
          title={text('appearance.theme')}
          options={themes.map((value) => ({ value, label: text(`appearance.theme.${value}`) }))}
          value={preferences.theme}
          onChange={(value) => setPreference('theme', value)}
        />
        <Choice
          title={text('appearance.density')}
          options={densities.map((value) => ({ value, label: text(`appearance.density.${value}`) }))}
          value={preferences.density}
          onChange={(value) => setPreference('density', value)}
        />
        <Choice
          title={text('appearance.language')}
          options={languages.map((value) => ({ value, label: text(`appearance.language.${value}`) }))}
          value={preferences.language}
          onChange={(value) => setPreference('language', value)}
        />
        <Switch
          label={text('appearance.single_keys')}
          description={text('appearance.single_keys.hint')}
          checked={preferences.singleKeys}
          onChange={(event) => setPreference('singleKeys', event.currentTarget.checked)}
        />
      </div>
    </Page>
  )
}

type ChoiceProps<T extends string> = Readonly<{
  title: string
  options: readonly Readonly<{ value: T; label: string }>[]
  value: T
  onChange: (value: T) => void
}>

function Choice<T extends string>({ title, options, value, onChange }: ChoiceProps<T>) {
  const choose = (chosen: string): void => {
    const option = options.find((other) => other.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <Radio.Group label={title} value={value} onChange={choose}>
      <Stack gap={8} mt={8}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} label={option.label} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

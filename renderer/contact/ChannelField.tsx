import { NativeSelect } from '@mantine/core'
import { type Channel, channels } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'

type Props = Readonly<{
  label: string
  value: Channel
  onChange: (channel: Channel) => void
  /** The field that is typed into first. */
  focused?: boolean
}>

export function ChannelField({ label, value, onChange, focused = false }: Props) {
  const text = useText()
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => onChange(channels.find((each) => each === event.currentTarget.value) ?? value)}
      data={channels.map((each) => ({ value: each, label: text(`case.ask.channel.${each}`) }))}
      {...(focused ? { 'data-autofocus': true } : {})}
    />
  )
}

import { Progress, Text } from '@mantine/core'

type Props = Readonly<{
  label: string
  done: number
  total: number
  /** How far it is, in words. */
  words: string
}>

/** How far something long is, as a bar and in words. Nothing to do yet is a bar of nothing, not of everything. */
export function ProgressLine({ label, done, total, words }: Props) {
  const percent = total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100))
  return (
    <div>
      <Progress.Root size={8} radius={4}>
        <Progress.Section value={percent} aria-label={label} aria-valuetext={words} />
      </Progress.Root>
      <Text className="ch-figure" mt={4}>
        {words}
      </Text>
    </div>
  )
}

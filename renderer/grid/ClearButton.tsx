import { Button } from '@mantine/core'
import { useText } from '../messages/use-text.ts'

/** Takes all filters of a list away. */
export function ClearButton({ onClear }: Readonly<{ onClear: () => void }>) {
  const text = useText()
  return (
    <Button variant="subtle" onClick={onClear}>
      {text('filter.clear')}
    </Button>
  )
}

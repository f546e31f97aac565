import { useMemo } from 'react'
import { textOfCode, useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import type { Shown } from './fault-sentence.ts'

/** The currency is that of what was asked for; the workspace's own, when nothing else is said. */
export function useShown(currency?: string): Shown {
  const text = useText()
  const formats = useFormats()
  return useMemo(() => {
    const of = currency ?? formats.currency
    return {
      money: (minor) => `${of} ${formats.money(minor, of)}`,
      instant: formats.instant,
      kind: (kind) => textOfCode(text, 'posting', kind),
    }
  }, [text, formats, currency])
}

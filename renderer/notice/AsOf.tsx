import { useEffect, useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { State } from './Mark.tsx'

const staleAfterMs = 60_000

/** Since when what is shown stands; after a minute it says so in amber, with the clock's shape. */
export function AsOf({ at }: Readonly<{ at: string }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const [staleAt, setStaleAt] = useState<string>()
  useEffect(() => {
    const age = Date.now() - Date.parse(at)
    const timer = setTimeout(() => setStaleAt(at), Math.max(staleAfterMs - age, 0))
    return () => clearTimeout(timer)
  }, [at])
  const words = text('as_of', { at: instant(at) })
  return <span title={zone}>{staleAt === at ? <State tone="medium" word={words} /> : words}</span>
}

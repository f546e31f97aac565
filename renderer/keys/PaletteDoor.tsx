import { useState } from 'react'
import { later } from '../shell/later.tsx'
import { useKeyCommand } from './keys-context.ts'

type Props = Readonly<{ asked: number }>

const Palette = later<Props>(async () => {
  try {
    return (await import('./Palette.tsx')).Palette
  } catch {
    // The host went away in this very moment, and that is said elsewhere: every other way through the console is there.
    return () => null
  }
})

/** The palette loads beside the first screen; whoever asks for it before it is there has it as soon as it is. */
export function PaletteDoor() {
  const [asked, setAsked] = useState(0)
  useKeyCommand('palette.open', () => setAsked((before) => before + 1))
  return <Palette asked={asked} />
}

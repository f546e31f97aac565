/** A paper that is fetched and handed to the browser to keep. What came of it is said on the page. */
import { useState } from 'preact/hooks'
import { saveAs } from '../batches/save-as.ts'
import { type Paper, Refused } from './call.ts'

export type Saving = Readonly<{
  isBusy: boolean
  /** The name of the file that was saved last. */
  saved: string | null
  refused: Refused | null
  save: (load: () => Promise<Paper>) => Promise<void>
  /** What came of it before is not said any longer. */
  forget: () => void
}>

type Kept = Omit<Saving, 'save' | 'forget'>
const nothing: Kept = { isBusy: false, saved: null, refused: null }

export function useSaving(): Saving {
  const [kept, setKept] = useState(nothing)
  const save = async (load: () => Promise<Paper>): Promise<void> => {
    setKept({ ...nothing, isBusy: true })
    try {
      const { file, name } = await load()
      saveAs(file, name)
      setKept({ ...nothing, saved: name })
    } catch (error) {
      setKept({ ...nothing, refused: error instanceof Refused ? error : new Refused('internal', {}) })
    }
  }
  return { ...kept, save, forget: () => setKept(nothing) }
}

/** What a person sets for themselves. It is kept with the person in the workspace, not in the browser. */
import { z } from 'zod'
import { ownViewsMax } from '../exceptions/saved-views.ts'
import { ViewSearch } from '../exceptions/search.ts'
import { GridLayout } from '../grid/layout.ts'
import { languages } from '../messages/messages.ts'

export const themes = ['auto', 'light', 'dark'] as const
export const densities = ['compact', 'regular', 'roomy'] as const

export type Density = (typeof densities)[number]

const QueueView = z.object({ id: z.string().max(40), name: z.string().min(1).max(60), search: ViewSearch })

/** What is stored may come from a newer or older console: a setting we can't read falls back to its default. */
export const Preferences = z.object({
  theme: z.enum(themes).catch('auto'),
  density: z.enum(densities).catch('regular'),
  language: z.enum(languages).catch('en'),
  singleKeys: z.boolean().catch(true),
  railCollapsed: z.boolean().catch(false),
  /** Whether the foot of a pane shows its trace. */
  traceOpen: z.boolean().catch(false),
  /** Whether a workspace without producers leads this person to the first of them. */
  firstRunPutOff: z.boolean().catch(false),
  paneWidth: z.number().min(400).max(640).nullable().catch(null),
  /** Of each list, by its name. */
  columns: z.record(z.string().max(40), GridLayout).catch({}),
  /** Views of the queue that the person kept, and the one that they used last. */
  queueViews: z.array(QueueView).max(ownViewsMax).catch([]),
  queueView: z.string().max(40).nullable().catch(null),
})
export type Preferences = z.infer<typeof Preferences>

export const rowHeightOf: Readonly<Record<Density, number>> = { compact: 28, regular: 32, roomy: 36 }

const copyKey = 'countinghouse.appearance'

/** A copy for this tab, so that a reload or the sign-in overlay does not flash another theme or language. */
export function readCopy(storage: Pick<Storage, 'getItem'>, browserLanguage: string): Preferences {
  const kept = storage.getItem(copyKey)
  if (kept !== null) return Preferences.parse(parseJson(kept))
  return Preferences.parse({ language: browserLanguage.toLowerCase().startsWith('zh') ? 'zh-HK' : 'en' })
}

export function writeCopy(storage: Pick<Storage, 'setItem'>, preferences: Preferences): void {
  storage.setItem(copyKey, JSON.stringify(preferences))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

import { createContext, useContext } from 'react'
import type { Preferences } from './preferences.ts'

export type PreferencesControl = Readonly<{
  preferences: Preferences
  /** Whether they are the person's, or those can't be had; until then they are what this browser had last. */
  areOwn: boolean
  /** Shown at once; kept in the workspace when somebody is signed in. */
  setPreference: <N extends keyof Preferences>(name: N, value: Preferences[N]) => void
}>

export const PreferencesContext = createContext<PreferencesControl | null>(null)

export function usePreferences(): PreferencesControl {
  const control = useContext(PreferencesContext)
  if (!control) throw new Error('preferences are used outside of their provider')
  return control
}

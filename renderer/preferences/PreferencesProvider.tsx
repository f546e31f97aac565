import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLine } from '../engine/engine-context.ts'
import { Preferences, readCopy, writeCopy } from './preferences.ts'
import { PreferencesContext, type PreferencesControl } from './preferences-context.ts'

export function PreferencesProvider({ children }: Readonly<{ children: ReactNode }>) {
  const line = useLine()
  const [preferences, setPreferences] = useState(() => readCopy(sessionStorage, navigator.language))
  const [answeredOn, setAnsweredOn] = useState<typeof line>(null)
  const changed = useRef(new Set<string>())

  useEffect(() => writeCopy(sessionStorage, preferences), [preferences])

  const adopt = useCallback((kept: Readonly<Record<string, unknown>>) => {
    // What a person has just set here is newer than an answer that was already on its way.
    const known = Object.entries(kept).filter(([name]) => !changed.current.has(name))
    setPreferences((before) => Preferences.parse({ ...before, ...Object.fromEntries(known) }))
  }, [])

  useEffect(() => {
    if (!line) return
    changed.current.clear()
    void line.client.session
      .preferences()
      .then(adopt, () => undefined)
      .finally(() => setAnsweredOn(line))
  }, [line, adopt])

  const setPreference = useCallback<PreferencesControl['setPreference']>(
    (name, value) => {
      changed.current.add(name)
      setPreferences((before) => ({ ...before, [name]: value }))
      // Not worth a word when it fails: the setting holds here, and is asked for again at the next sign-in.
      line?.client.session.setPreference({ name, value }).catch(() => undefined)
    },
    [line],
  )

  const areOwn = line !== null && answeredOn === line
  const control = useMemo(() => ({ preferences, areOwn, setPreference }), [preferences, areOwn, setPreference])
  return <PreferencesContext value={control}>{children}</PreferencesContext>
}

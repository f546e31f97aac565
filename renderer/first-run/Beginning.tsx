import { Redirect } from 'wouter'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { Preferences } from '../preferences/preferences.ts'
import { useMay } from '../session/session-context.ts'
import { firstRunPath } from './NextStep.tsx'

/** Asked of the engine and not of what this tab has: whoever put it off did so for every tab and every day. */
async function isToBegin(client: EngineClient): Promise<boolean> {
  const [producers, kept] = await Promise.all([client.producers.list(), client.session.preferences()])
  return producers.items.length === 0 && !Preferences.parse(kept).firstRunPutOff
}

/** Where somebody who names no screen begins: whoever may add producers, where there are none, with the first of them. */
export function Beginning({ home }: Readonly<{ home: string }>) {
  const may = [useMay('producers.manage'), useMay('producers.read')].every(Boolean)
  const { data, fault } = useRead(may ? isToBegin : null)
  if (may && data === undefined && fault === undefined) return <Waiting />
  return <Redirect to={data === true ? firstRunPath : home} replace />
}

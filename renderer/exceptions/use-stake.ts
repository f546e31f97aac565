/** The money at stake in what is selected, as the engine adds it up: nothing here ever does. */
import { useCallback, useEffect, useState } from 'react'
import type { PickedStake } from '../../engine/contract/case-picks.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { bulkOf } from './bulk-scope.ts'
import { countOf, nothingSelected, type Selection } from './selection.ts'

const topics: readonly Topic[] = ['exceptions']

/** While somebody still picks, only what they end with is asked about. */
const calmMs = 120

/** So many can be named in one question. */
const namedMax = 10_000

type StakeOf = Readonly<{ of: Selection; stake: PickedStake }>

/** Undefined while it is not known of just this selection: another one's money must not stand beside it. */
export function useStake(selection: Selection): PickedStake | undefined {
  const asked = useCalm(selection)
  const isAskable = countOf(asked) > 0 && namedIn(asked) <= namedMax
  const question = useCallback(
    async (client: EngineClient): Promise<StakeOf> => ({
      of: asked,
      stake: await client.exceptions.stake({ of: bulkOf(asked) }),
    }),
    [asked],
  )
  const { data } = useRead(isAskable ? question : null, topics)
  return data?.of === selection ? data.stake : undefined
}

const namedIn = (selection: Selection): number =>
  selection.type === 'some' ? selection.ids.size : selection.except.size

function useCalm(selection: Selection): Selection {
  const [calm, setCalm] = useState(nothingSelected)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(selection), calmMs)
    return () => clearTimeout(timer)
  }, [selection])
  return calm
}

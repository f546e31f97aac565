import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Location } from '../../engine/contract/locations.ts'
import { useRead } from '../engine/use-read.ts'

const topics: readonly Topic[] = ['settings']
const readLocations = (client: EngineClient) => client.settings.locations()
const none: readonly Location[] = []

/** The workspace's locations; none until the engine has said them. */
export const useLocations = (): readonly Location[] => useRead(readLocations, topics).data?.items ?? none

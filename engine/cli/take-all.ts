/** Takes everything that waits in the drop folders, files that are being written to left aside. */
import { setTimeout as wait } from 'node:timers/promises'
import type { EngineClient } from '../contract/contract.ts'

/** So many looks that change nothing, and what still waits is not going to come to rest: it is being written to. */
const idleLooksMax = 5
const betweenLooksMs = 100

/** A look sees which files are there, the next takes those that stayed as they were. */
export async function takeAll(client: EngineClient): Promise<void> {
  for (let idle = 0; idle < idleLooksMax; ) {
    const { found } = await client.ingest.scan()
    const { waiting } = await client.ingest.status()
    if (found === 0 && waiting === 0) return
    idle = found === 0 ? idle + 1 : 0
    if (idle > 1) await wait(betweenLooksMs)
  }
}

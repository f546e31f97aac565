/** Who asks. It is always the session; on whose behalf is said beside it, by those who may. */
import type { Role } from '../contract/permission.ts'

export type Initiator = Readonly<{
  /** What keys and limits are counted by: `user:3`. */
  caller: string
  user: number
  name: string
  roles: readonly Role[]
  onBehalfOf: string | null
  /** Set for a program: what its key allows it to move alone, in the workspace's currency. A role says it for people. */
  aloneUpTo?: number
}>

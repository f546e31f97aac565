import { z } from 'zod'
import { ClientId } from '../../engine/contract/clients.ts'

export const ClientSearch = z.object({
  search: ClientId.optional().catch(undefined),
  open: ClientId.optional().catch(undefined),
})
export type ClientSearch = z.infer<typeof ClientSearch>

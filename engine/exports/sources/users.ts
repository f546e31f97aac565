/** People who sign in or did, in the order in which they came. */
import { listUsers } from '../../access/users.ts'
import type { User } from '../../contract/users.ts'
import { onePage, sourceOf } from '../source.ts'

export const users = sourceOf<'users', User>('users', {
  title: 'Users',
  columns: {
    id: ['integer', 0.7],
    name: ['text', 1.4],
    displayName: ['text', 2],
    roles: ['json', 2],
    state: ['state', 1],
    createdAt: ['instant', 1.6],
    lastSignInAt: ['instant', 1.6],
  },
  pages: async function* (context) {
    yield* onePage(await listUsers(context, null))
  },
})

import type { User } from '../../engine/contract/users.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export function userColumns(text: Text, formats: Formats): readonly Column<User>[] {
  return [
    {
      id: 'displayName',
      header: text('user.display_name'),
      priority: 1,
      minWidth: 160,
      flex: 2,
      text: ({ displayName }) => displayName,
      order: ({ displayName }) => displayName,
    },
    {
      id: 'name',
      header: text('user.name'),
      priority: 1,
      minWidth: 128,
      flex: 1,
      text: ({ name }) => name,
      order: ({ name }) => name,
    },
    {
      id: 'roles',
      header: text('user.roles'),
      priority: 1,
      minWidth: 160,
      flex: 2,
      text: ({ roles }) => roles.map((role) => text(`role.${role}`)).join(', '),
    },
    {
      id: 'state',
      header: text('user.state'),
      priority: 2,
      minWidth: 112,
      tone: ({ state }) => (state === 'active' ? 'ok' : 'low'),
      text: ({ state }) => text(`user.state.${state}`),
      order: ({ state }) => state,
    },
    {
      id: 'lastSignInAt',
      header: text('user.last_sign_in'),
      priority: 2,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ lastSignInAt }) => (lastSignInAt === null ? text('user.never') : formats.instant(lastSignInAt)),
      order: ({ lastSignInAt }) => lastSignInAt ?? '',
    },
  ]
}

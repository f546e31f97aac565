/** Who may be given a case: everybody who may work on exceptions, with how much each has before them already. */
import type { CasePerson } from '../contract/cases.ts'
import { permissionsOfRole, type Role } from '../contract/permission.ts'
import type { QueryContext } from '../store/command.ts'

export async function listCasePeople({ db }: Pick<QueryContext, 'db'>, _: null): Promise<readonly CasePerson[]> {
  return db
    .selectFrom('user')
    .leftJoin('exception', (join) =>
      join.onRef('exception.owner', '=', 'user.id').on('exception.status', '<>', 'resolved'),
    )
    .where('user.state', '=', 'active')
    .where('user.id', 'in', (of) =>
      of
        .selectFrom('user_role')
        .select('user_id')
        .where('role', 'in', [...workingRoles]),
    )
    .groupBy('user.id')
    .orderBy('user.display_name')
    .orderBy('user.id')
    .select((of) => [
      'user.name as user',
      'user.display_name as displayName',
      of.fn.count<number>('exception.id').as('working'),
    ])
    .execute()
}

const workingRoles = (Object.keys(permissionsOfRole) as Role[]).filter((role) =>
  permissionsOfRole[role].includes('exceptions.work'),
)

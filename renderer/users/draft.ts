/** What is typed about a new user, held against the contract's own rules. */
import type { Role } from '../../engine/contract/permission.ts'
import { UserName } from '../../engine/contract/session.ts'
import type { MessageId } from '../messages/messages.ts'
import { newPassphraseProblem } from '../session/passphrase-rules.ts'

export type TypedUser = Readonly<{
  name: string
  displayName: string
  roles: readonly Role[]
  passphrase: string
  repeated: string
}>

export const emptyUser: TypedUser = { name: '', displayName: '', roles: [], passphrase: '', repeated: '' }

export type UserProblems = Readonly<Partial<Record<'name' | 'displayName' | 'roles' | 'passphrase', MessageId>>>

export function userProblems(typed: TypedUser): UserProblems {
  const passphrase = newPassphraseProblem(typed.passphrase, typed.repeated)
  return {
    ...(UserName.safeParse(typed.name).success ? {} : { name: 'user.name.wrong' }),
    ...(typed.displayName.trim() === '' ? { displayName: 'user.display_name.missing' } : {}),
    ...(typed.roles.length === 0 ? { roles: 'user.roles.missing' } : {}),
    ...(passphrase === null ? {} : { passphrase }),
  }
}

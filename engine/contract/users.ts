import { z } from 'zod'
import { notFound } from './fault.ts'
import { Role } from './permission.ts'
import { procedure } from './procedure.ts'
import { NewPassphrase, UserName } from './session.ts'

export const User = z.object({
  id: z.int(),
  name: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  state: z.enum(['active', 'removed']),
  createdAt: z.iso.datetime(),
  lastSignInAt: z.iso.datetime().nullable(),
})
export type User = z.infer<typeof User>

const DisplayName = z.string().min(1).max(120)

export const users = {
  list: procedure({
    method: 'GET',
    path: '/users',
    summary: 'All users, removed ones too',
    access: 'users.read',
  }).output(z.object({ items: z.array(User), next: z.null() })),
  add: procedure({ method: 'POST', path: '/users', summary: 'Add a user', access: 'users.manage' })
    .errors({ user_exists: { status: 409, data: z.object({ user: z.string() }) } })
    .input(
      z.object({ name: UserName, displayName: DisplayName, roles: z.array(Role).min(1), passphrase: NewPassphrase }),
    )
    .output(User),
  setRoles: procedure({
    method: 'PUT',
    path: '/users/{name}/roles',
    summary: "Change a user's roles",
    access: 'users.manage',
  })
    .errors({ not_found: notFound, last_admin: { status: 409, data: z.object({ user: z.string() }) } })
    .input(z.object({ name: UserName, roles: z.array(Role).min(1) }))
    .output(User),
  setPassphrase: procedure({
    method: 'PUT',
    path: '/users/{name}/passphrase',
    summary: 'Give a user a new passphrase, to be changed at the next sign-in',
    access: 'users.manage',
  })
    .errors({ not_found: notFound })
    .input(z.object({ name: UserName, passphrase: NewPassphrase }))
    .output(User),
  remove: procedure({
    method: 'DELETE',
    path: '/users/{name}',
    summary: 'Remove a user, end their sessions and rotate the master key',
    access: 'users.manage',
  })
    .errors({
      not_found: notFound,
      last_admin: { status: 409, data: z.object({ user: z.string() }) },
      own_account: { status: 409, data: z.object({ user: z.string() }) },
    })
    .input(z.object({ name: UserName }))
    .output(User),
}

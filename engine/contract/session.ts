/** Signing in, which is also what opens a sealed workspace, and what belongs to the signed-in person. */
import { z } from 'zod'
import { BoundedJson } from './json.ts'
import { Permission, Role } from './permission.ts'
import { procedure } from './procedure.ts'

export const UserName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u)

/** Length is what makes a passphrase strong; the upper bound only keeps the key derivation's input small. */
export const NewPassphrase = z.string().min(12).max(256)
const Passphrase = z.string().min(1).max(256)

export const Session = z.object({
  user: z.object({ id: z.int(), name: z.string(), displayName: z.string() }),
  roles: z.array(Role),
  permissions: z.array(Permission),
  /** The session ends after this long without a call. */
  idleSeconds: z.int(),
  expiresAt: z.iso.datetime(),
  mustChangePassphrase: z.boolean(),
  /** A display on a wall: it shows the live view, does not end for want of somebody, and may do nothing else. */
  isOnWall: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const signInFaults = {
  /** The same answer for an unknown user and a wrong passphrase: which of them it was is nobody's business. */
  wrong_credentials: { status: 401, data: z.object({ retryAfterSeconds: z.int() }) },
  too_many_attempts: { status: 429, data: z.object({ retryAfterSeconds: z.int() }) },
  store_newer: { status: 409, data: z.object({ found: z.int(), known: z.int() }) },
  /** The policy file of the machine can't be kept to, so nothing is opened. */
  policy_unusable: { status: 409, data: z.object({ file: z.string(), problem: z.string() }) },
} as const

export const Preferences = z.record(z.string().max(64), z.json())

export const session = {
  signIn: procedure({ method: 'POST', path: '/session', summary: 'Sign in, opening the workspace', access: 'public' })
    .errors(signInFaults)
    .input(z.object({ user: UserName, passphrase: Passphrase }))
    .output(Session.extend({ token: z.string() })),
  recover: procedure({
    method: 'POST',
    path: '/session/recover',
    summary: 'Set a new passphrase for a user with the printed recovery key',
    access: 'public',
  })
    .errors({
      ...signInFaults,
      user_unknown: { status: 404, data: z.object({ user: z.string() }) },
      /** The key's own check does not fit: a slip of the hand, which counts as no attempt. */
      recovery_key_mistyped: { status: 422 },
    })
    .input(z.object({ user: UserName, recoveryKey: z.string().max(200), newPassphrase: NewPassphrase }))
    .output(z.object({ user: z.string() })),
  get: procedure({ method: 'GET', path: '/session', summary: 'Who is signed in', access: 'signed_in' }).output(Session),
  signOut: procedure({ method: 'DELETE', path: '/session', summary: 'Sign out', access: 'signed_in' }).output(
    z.object({ signedOut: z.literal(true) }),
  ),
  hangOnWall: procedure({
    method: 'POST',
    path: '/session/wall',
    summary:
      'Turn this session into a display of the live view that stays on, and can do nothing until somebody signs in',
    access: 'batches.read',
    peopleOnly: true,
  }).output(Session),
  changePassphrase: procedure({
    method: 'POST',
    path: '/session/passphrase',
    summary: "Change one's own passphrase",
    access: 'signed_in',
  })
    .errors(signInFaults)
    .input(
      z.object({
        current: Passphrase.meta({ examples: ['seven lanterns over the harbour'] }),
        next: NewPassphrase.meta({ examples: ['eight ferries cross at night'] }),
      }),
    )
    .output(z.object({ changed: z.literal(true) })),
  preferences: procedure({
    method: 'GET',
    path: '/session/preferences',
    summary: "The person's own settings of the console",
    access: 'signed_in',
  }).output(Preferences),
  setPreference: procedure({
    method: 'PUT',
    path: '/session/preferences/{name}',
    summary: 'Keep one setting of the console',
    access: 'signed_in',
  })
    .input(z.object({ name: z.string().min(1).max(64), value: BoundedJson }))
    .output(z.object({ name: z.string() })),
}

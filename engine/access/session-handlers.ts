import { now } from '../calendar/instant.ts'
import { assertNever } from '../invariant.ts'
import { defaultCost } from '../keys/passphrase.ts'
import { api, sessionOf } from '../router/api.ts'
import { fault } from '../router/faults.ts'
import { describeSession } from './sessions.ts'
import { confirmPassphrase, recover, signIn } from './sign-in.ts'

export const sessionHandlers = {
  signIn: api.session.signIn.handler(async ({ input, context, errors }) => {
    const outcome = await signIn(context.engine, { ...input, source: context.source })
    switch (outcome.status) {
      case 'signed_in':
        return { token: outcome.token, ...describeSession(outcome.session) }
      case 'wrong_credentials':
        throw errors.wrong_credentials({ data: { retryAfterSeconds: outcome.retryAfterSeconds } })
      case 'too_many_attempts':
        throw errors.too_many_attempts({ data: { retryAfterSeconds: outcome.retryAfterSeconds } })
      default:
        return assertNever(outcome)
    }
  }),

  recover: api.session.recover.handler(async ({ input, context, errors }) => {
    const outcome = await recover(context.engine, { ...input, source: context.source })
    switch (outcome.status) {
      case 'recovered':
        return { user: outcome.user }
      case 'user_unknown':
        throw errors.user_unknown({ data: { user: outcome.user } })
      case 'recovery_key_mistyped':
        throw errors.recovery_key_mistyped()
      case 'wrong_credentials':
        throw errors.wrong_credentials({ data: { retryAfterSeconds: outcome.retryAfterSeconds } })
      case 'too_many_attempts':
        throw errors.too_many_attempts({ data: { retryAfterSeconds: outcome.retryAfterSeconds } })
      default:
        return assertNever(outcome)
    }
  }),

  get: api.session.get.handler(({ context }) => describeSession(sessionOf(context))),

  signOut: api.session.signOut.handler(async ({ context }) => {
    const { user } = sessionOf(context)
    if (context.token !== undefined) context.engine.sessions.end(context.token)
    const { store } = await context.engine.opened()
    await store.write('users.noteSignIn', { name: user.name, outcome: 'signed_out', source: context.source }, user.name)
    return { signedOut: true as const }
  }),

  hangOnWall: api.session.hangOnWall.handler(async ({ context }) => {
    const { engine, source, token } = context
    const { user } = sessionOf(context)
    const { store } = await engine.opened()
    await store.write('users.noteSignIn', { name: user.name, outcome: 'hung_on_wall', source }, user.name)
    const hung = token === undefined ? undefined : engine.sessions.hangOnWall(token)
    // It may have ended while that was written down.
    if (hung === undefined) throw fault('not_signed_in', 401, undefined)
    return describeSession(hung)
  }),

  changePassphrase: api.session.changePassphrase.handler(async ({ input, context, errors }) => {
    const { engine, source } = context
    const { user } = sessionOf(context)
    const refused = await confirmPassphrase(engine, { user: user.name, passphrase: input.current, source })
    if (refused?.status === 'wrong_credentials') {
      throw errors.wrong_credentials({ data: { retryAfterSeconds: refused.retryAfterSeconds } })
    }
    if (refused !== null) throw errors.too_many_attempts({ data: { retryAfterSeconds: refused.retryAfterSeconds } })
    const { ring, store } = await engine.opened()
    await ring.putSlot(ring.holderOf(user.name), { kind: 'user', passphrase: input.next, cost: defaultCost }, now())
    await store.write('users.notePassphrase', { name: user.name, by: 'self', mustChange: false }, user.name)
    engine.sessions.passphraseChanged(user.id)
    // Somebody changes a passphrase that others may know: whoever else is signed in with it is not any more.
    engine.sessions.endAllOf(user.id, { except: context.token })
    return { changed: true as const }
  }),

  preferences: api.session.preferences.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return (await store.read('preferences.read', { user: sessionOf(context).user.id })) as Record<string, never>
  }),

  setPreference: api.session.setPreference.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { user } = sessionOf(context)
    await store.write('preferences.set', { user: user.id, name: input.name, value: input.value }, user.name)
    return { name: input.name }
  }),
}

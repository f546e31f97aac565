import { randomBytes } from 'node:crypto'
import { isoOf, now } from '../calendar/instant.ts'
import { networkOf } from '../callers/network.ts'
import { theClient } from '../contact/answer.ts'
import type { WalletCase, WalletRequestKind } from '../contract/own-wallet.ts'
import type { Engine } from '../engine.ts'
import { failureOf } from '../failure.ts'
import { noteIncident } from '../incident.ts'
import { assertNever } from '../invariant.ts'
import { api } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { cursorKeys, notOurs, numberCursor } from '../router/cursor-input.ts'
import { daysInput } from '../router/days-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import type { OpenWorkspace } from '../workspace/open-workspace.ts'
import type { AskedFrom, AskingCode } from './challenge.ts'
import { codeMinutes, hashOfChallenge, isCodeOf, makeChallenge } from './codes.ts'
import { deviceOfCookie, endedCookie } from './cookie.ts'
import { hashOfDevice, makeDeviceToken } from './devices.ts'
import { findOwner, giveCookies, notSignedIn, ownerIn, refuseConsole, renewedToken, tokenKeyOf } from './owner.ts'
import { takeOwnReceipt, takeOwnStatement } from './papers.ts'
import { makeToken, tokenSeconds } from './token.ts'

export const ownWalletHandlers = {
  about: api.ownWallet.about.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    // Asked without being refused: a page that is opened by a stranger has made no mistake.
    const isSignedIn = (await findOwner(context)) !== null
    return { ...(await store.read('ownWallet.about', null)), isSignedIn }
  }),

  askCode: api.ownWallet.askCode.handler(async ({ input, context }) => {
    refuseConsole(context)
    const workspace = await context.engine.opened()
    const challenge = makeChallenge()
    // Not waited for: how long it takes would tell whether there is such a client.
    const asking = { who: input.who.trim(), hash: hashOfChallenge(challenge), ...askedFrom(context) }
    void sendCode(context.engine, workspace, asking)
    return { challenge, minutes: codeMinutes }
  }),

  signIn: api.ownWallet.signIn.handler(async ({ input, context, errors }) => {
    refuseConsole(context)
    const workspace = await context.engine.opened()
    const hash = hashOfChallenge(input.challenge)
    const isRight = isCodeOf(workspace.ring.keys.walletCode, hash, input.code)
    const session = randomBytes(16).toString('base64url')
    // Where no browser is, there is nothing that would keep it.
    const device = input.asToken ? null : makeDeviceToken()
    const nextDevice = device === null ? null : hashOfDevice(device)
    const trying = { hash, isRight, client: input.client, session, nextDevice, ...askedFrom(context) }
    const outcome = await workspace.store.write('ownWallet.tryCode', trying, theClient)
    switch (outcome.status) {
      case 'refused':
        throw errors.code_refused()
      case 'braked':
        throw errors.too_many_refused()
      case 'choose':
        return { status: 'choose' as const, clients: [...outcome.clients] }
      case 'done': {
        const { client } = outcome
        const token = await makeToken(tokenKeyOf(workspace), { client, session, at: now() })
        if (device !== null) giveCookies(context, { token, device })
        return { status: 'signed_in' as const, client, token: input.asToken ? token : null, expiresAt: tokenEnd() }
      }
      default:
        return assertNever(outcome)
    }
  }),

  renew: api.ownWallet.renew.handler(async ({ context }) => {
    const token = await renewedToken(context.engine, ownerIn(context))
    if (token === null) throw notSignedIn()
    return { token, expiresAt: tokenEnd() }
  }),

  signOut: api.ownWallet.signOut.handler(async ({ input: { everywhere }, context }) => {
    const { store } = await context.engine.opened()
    const { sessions } = await store.write('ownWallet.endSessions', { ...ownerIn(context), everywhere }, theClient)
    context.resHeaders?.append('set-cookie', endedCookie(context.isSecure ?? false))
    return { ended: sessions }
  }),

  me: api.ownWallet.me.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return store.read('ownWallet.self', { client: ownerIn(context).client })
  }),

  setLanguage: api.ownWallet.setLanguage.handler(async ({ input: { language }, context }) => {
    const { store } = await context.engine.opened()
    await store.write('ownWallet.setLanguage', { client: ownerIn(context).client, language }, theClient)
    return { language }
  }),

  balances: api.ownWallet.balances.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    const asOf = isoOf(now())
    return { items: [...(await store.read('ownWallet.balances', { client: ownerIn(context).client }))], asOf }
  }),

  history: api.ownWallet.history.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { client } = ownerIn(context)
    const { currency, text, amount, status, cursor, limit } = input
    const after = cursor === undefined ? [] : cursorKeys(cursor, [1, 2, 3])
    // Of a top-up that is under way there is but its number.
    if (after.length === 3 && (after[1] !== 0 || after[2] !== 0)) throw notOurs()
    const filter = { text, amount, status, ...daysInput(input) }
    const page = await store.read('ownWallet.history', { client, currency, filter, after, limit })
    if (page === null) throw notFound('wallet', currency ?? '')
    return { items: page.items, next: page.next === null ? null : cursorOf(...page.next) }
  }),

  transaction: api.ownWallet.transaction.handler(async ({ input: { id }, context }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('ownWallet.transaction', { client: ownerIn(context).client, id })
    if (found === null) throw notFound('transaction', id)
    return found
  }),

  receipt: api.ownWallet.receipt.handler(async ({ input: { id, language }, context }) => {
    const file = await takeOwnReceipt(context, { id, language })
    if (file === null) throw notFound('transaction', id)
    return file
  }),

  statement: api.ownWallet.statement.handler(async ({ input, context }) => {
    const file = await takeOwnStatement(context, { ...input, currency: input.currency, language: input.language })
    if (file === null) throw notFound('wallet', input.currency ?? '')
    return file
  }),

  askRefund: api.ownWallet.askRefund.handler(({ input, context }) => askAbout(context, { kind: 'refund', ...input })),

  doubt: api.ownWallet.doubt.handler(({ input, context }) => askAbout(context, { kind: 'not_recognised', ...input })),

  cases: api.ownWallet.cases.handler(async ({ input: { cursor, limit }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const page = await store.read('ownWallet.cases', { client: ownerIn(context).client, before, limit })
    return { items: page.items, next: page.next === null ? null : cursorOf(page.next) }
  }),

  case: api.ownWallet.case.handler(async ({ input: { id }, context }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('ownWallet.case', { client: ownerIn(context).client, id })
    if (found === null) throw notFound('case', String(id))
    return found
  }),

  notices: api.ownWallet.notices.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: [...(await store.read('ownWallet.notices', { client: ownerIn(context).client }))] }
  }),

  setNotices: api.ownWallet.setNotices.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { client } = ownerIn(context)
    const { status } = await store.write('ownWallet.setNotices', { client, ...input }, theClient)
    if (status === 'not_found') throw notFound('wallet', input.currency)
    return input
  }),
}

/** The same whether it is nobody's or somebody else's. */
const notFound = (noun: string, id: string) => fault('not_found', 404, { noun, id })

const tokenEnd = (): string => isoOf(now() + tokenSeconds * 1_000)

/** A program in another place of the same machine has no address, and is no browser. */
function askedFrom({ address = '', reqHeaders }: GuardedContext): AskedFrom {
  const device = deviceOfCookie(reqHeaders?.get('cookie'))
  return { network: networkOf(address), device: device === undefined ? null : hashOfDevice(device) }
}

async function sendCode(engine: Engine, { store, outbox }: OpenWorkspace, asking: AskingCode): Promise<void> {
  try {
    const { status } = await store.write('ownWallet.askCode', asking, theClient)
    if (status === 'done') outbox.wake()
  } catch (error) {
    // Whoever asked has their answer; that the workspace closed meanwhile is no bug.
    if (failureOf(error) === undefined) noteIncident(engine.log, error, 'ownWallet.askCode')
  }
}

type Asking = Readonly<{ kind: WalletRequestKind; id: string; words?: string | undefined }>

async function askAbout(context: GuardedContext, { kind, id, words = '' }: Asking): Promise<WalletCase> {
  const { store } = await context.engine.opened()
  const said = words.trim() === '' ? null : words.trim()
  const asking = { client: ownerIn(context).client, kind, id, words: said }
  const outcome = await store.write('ownWallet.askAbout', asking, theClient)
  switch (outcome.status) {
    case 'done':
    case 'replayed':
      return outcome.case
    case 'not_found':
      throw notFound('transaction', id)
    case 'refund_barred':
      throw fault('refund_barred', 409, { bar: outcome.bar })
    case 'already_answered':
      throw fault('already_answered', 409, { case: outcome.case })
    case 'too_many_open':
      throw fault('too_many_open', 409, { most: outcome.most })
    default:
      return assertNever(outcome)
  }
}

/**
 * What the end user may do with their own wallet. No input names a client: whose wallet it is, the token says. Numbers in an
 * input belong to that client, or are answered exactly as numbers that do not exist.
 */
import { z } from 'zod'
import { WalletState } from './accounts.ts'
import { ClientId } from './client-id.ts'
import { StatementFormat, statementRefusals } from './client-statements.ts'
import { notFound } from './fault.ts'
import { BusinessDay, CurrencyCode, plainText } from './money.ts'
import { Cursor, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { Language } from './settings.ts'
import { visibleLines } from './visible-text.ts'

/** A posting, a row that is held, or a top-up under way: which of them, and its number. */
export const WalletItemId = z
  .string()
  .max(40)
  .regex(/^(t\d{1,15}|h\d{1,15}-\d{1,15}|f[0-9A-Z]{10})$/)

export const walletKinds = [
  'top_up',
  'payment',
  'refund',
  'transfer',
  'withdrawal',
  'fee',
  'correction',
  'reversal',
] as const
export const WalletKind = z.enum(walletKinds)
export type WalletKind = z.infer<typeof WalletKind>

export const WalletItemStatus = z.enum(['in_process', 'confirmed'])

export const WalletItem = z.object({
  id: WalletItemId,
  at: z.iso.datetime(),
  /** The zone's day of it. */
  day: z.string(),
  /** Null where only the day is known. */
  time: z.string().nullable(),
  kind: WalletKind,
  /** Signed: what the wallet gained. */
  amount: z.int(),
  currency: z.string(),
  /** The wallet's balance after it; null while it is not posted. */
  balance: z.int().nullable(),
  /** The producer's name. */
  producer: z.string().nullable(),
  place: z.string().nullable(),
  reference: z.string().nullable(),
  status: WalletItemStatus,
})
export type WalletItem = z.infer<typeof WalletItem>

export const walletRequestKinds = ['refund', 'not_recognised'] as const
export const WalletRequestKind = z.enum(walletRequestKinds)
export type WalletRequestKind = z.infer<typeof WalletRequestKind>

export const WalletCase = z.object({
  id: z.int(),
  kind: WalletRequestKind,
  state: z.enum(['received', 'looked_at', 'answered']),
  askedAt: z.iso.datetime(),
  item: WalletItemId,
  /** As the item had it when the client asked. */
  amount: z.int(),
  currency: z.string(),
  producer: z.string().nullable(),
  /** The client's own. */
  words: z.string().nullable(),
  /** Of an answered one: whether money went back. */
  moneyBack: z.boolean(),
  /** What was written to the client about it, the newest last. */
  answers: z.array(z.object({ at: z.iso.datetime(), text: z.string() })),
})
export type WalletCase = z.infer<typeof WalletCase>

/** Why a refund can't be asked for. */
export const refundBars = ['not_a_payment', 'in_process', 'money_is_back'] as const
export const RefundBar = z.enum(refundBars)
export type RefundBar = z.infer<typeof RefundBar>

export const WalletTransaction = z.object({
  ...WalletItem.shape,
  /** Null when a refund may be asked for. */
  refundBar: RefundBar.nullable(),
  cases: z.array(WalletCase),
})
export type WalletTransaction = z.infer<typeof WalletTransaction>

/** A wallet in one currency. */
export const WalletBalance = z.object({
  currency: z.string(),
  /** Of its minor unit. */
  digits: z.int(),
  state: WalletState,
  balance: z.int(),
  available: z.int(),
  pending: z.int(),
})
export type WalletBalance = z.infer<typeof WalletBalance>

const NoticeLimit = z.int().min(1).max(100_000_000_000).nullable()

/** Of what the client wants to be told by e-mail; null and false for what they do not. */
export const WalletNotices = z.object({
  currency: CurrencyCode,
  below: NoticeLimit,
  moneyIn: z.boolean(),
  above: NoticeLimit,
})
export type WalletNotices = z.infer<typeof WalletNotices>

const SignedIn = z.object({
  status: z.literal('signed_in'),
  client: z.string(),
  /** Only for a caller that asked for it; a browser gets a cookie that its pages can't read. */
  token: z.string().nullable(),
  expiresAt: z.iso.datetime(),
})

const ofItem = z.object({ id: WalletItemId })
/** Where it is left out, the one in which the client gets letters. */
const PaperLanguage = Language.optional()
const askedCase = {
  not_found: notFound,
  /** It was asked and answered; the answer stands. */
  already_answered: { status: 409, data: z.object({ case: z.int() }) },
  too_many_open: { status: 409, data: z.object({ most: z.int() }) },
} as const

export const ownWallet = {
  about: procedure({
    method: 'GET',
    path: '/wallet/about',
    summary: 'Whose wallets these are, and whether clients can sign in now',
    access: 'public',
  }).output(z.object({ name: z.string(), canSignIn: z.boolean(), isSignedIn: z.boolean() })),
  askCode: procedure({
    method: 'POST',
    path: '/wallet/codes',
    summary: 'Ask for a code by e-mail; the answer is the same whether there is such a client or not',
    access: 'public',
  })
    .input(z.object({ who: plainText(254) }))
    .output(z.object({ challenge: z.string(), minutes: z.int() })),
  signIn: procedure({
    method: 'POST',
    path: '/wallet/session',
    summary: 'Sign in with the code; of several clients with one address, say which',
    access: 'public',
  })
    /** Wrong, too late, or never asked for: nobody who tries is told which. */
    .errors({
      code_refused: { status: 401 },
      /** So many codes were refused that none is looked at for a while, but from a browser that was signed in before. */
      too_many_refused: { status: 429 },
    })
    .input(
      z.object({
        challenge: z.string().max(64),
        code: z.string().regex(/^\d{6}$/),
        client: ClientId.optional(),
        /** For callers that are no browser: the token is in the answer, and there is no cookie. */
        asToken: z.boolean().default(false),
      }),
    )
    .output(
      z.discriminatedUnion('status', [
        SignedIn,
        z.object({
          status: z.literal('choose'),
          clients: z.array(z.object({ client: z.string(), name: z.string().nullable() })),
        }),
      ]),
    ),
  renew: procedure({
    method: 'POST',
    path: '/wallet/session/renewal',
    summary: 'Another token for the same session, before this one ends',
    access: 'wallet_owner',
  }).output(z.object({ token: z.string(), expiresAt: z.iso.datetime() })),
  signOut: procedure({
    method: 'POST',
    path: '/wallet/session/end',
    summary: 'Sign out, here or everywhere',
    access: 'wallet_owner',
  })
    .input(z.object({ everywhere: z.boolean().default(false) }))
    .output(z.object({ ended: z.int() })),
  me: procedure({
    method: 'GET',
    path: '/wallet/me',
    summary: 'Who is signed in',
    access: 'wallet_owner',
  }).output(
    z.object({
      client: z.string(),
      name: z.string().nullable(),
      /** As much of it as tells whether it is the right one. */
      email: z.string().nullable(),
      /** Null until it was chosen: then it is the browser's. */
      language: Language.nullable(),
      zone: z.string(),
    }),
  ),
  setLanguage: procedure({
    method: 'PUT',
    path: '/wallet/language',
    summary: 'In which language letters and pages are',
    access: 'wallet_owner',
  })
    .input(z.object({ language: Language }))
    .output(z.object({ language: Language })),
  balances: procedure({
    method: 'GET',
    path: '/wallet/balances',
    summary: 'The balance in each currency, what of it is available, and what is pending',
    access: 'wallet_owner',
  }).output(z.object({ items: z.array(WalletBalance), asOf: z.iso.datetime() })),
  history: procedure({
    method: 'GET',
    path: '/wallet/history',
    summary: 'What happened to the wallet, newest first',
    access: 'wallet_owner',
  })
    .errors({ not_found: notFound })
    .input(
      z.object({
        currency: CurrencyCode.optional(),
        /** Part of a producer's name, a place or a reference, in whatever case. */
        text: plainText(140).optional(),
        /** Exactly this amount, in or out. Together with a text, either of them. */
        amount: z.coerce.number().int().min(1).optional(),
        status: WalletItemStatus.optional(),
        from: BusinessDay.optional(),
        to: BusinessDay.optional(),
        cursor: Cursor.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
    )
    .output(pageOf(WalletItem)),
  transaction: procedure({
    method: 'GET',
    path: '/wallet/transactions/{id}',
    summary: 'One of them, with what was asked about it',
    access: 'wallet_owner',
  })
    .errors({ not_found: notFound })
    .input(ofItem)
    .output(WalletTransaction),
  receipt: procedure({
    method: 'GET',
    path: '/wallet/transactions/{id}/receipt',
    summary: 'Its receipt, once it is posted: a signed PDF that anybody can have checked',
    access: 'wallet_owner',
  })
    .errors({ not_found: notFound })
    .input(z.object({ ...ofItem.shape, language: PaperLanguage }))
    .output(z.file()),
  statement: procedure({
    method: 'GET',
    path: '/wallet/statement',
    summary: 'A statement of the wallet: every transaction of up to a year, as PDF or CSV',
    access: 'wallet_owner',
  })
    .errors({ not_found: notFound, ...statementRefusals })
    .input(
      z.object({
        currency: CurrencyCode.optional(),
        from: BusinessDay,
        to: BusinessDay,
        language: PaperLanguage,
        format: StatementFormat.default('pdf'),
      }),
    )
    .output(z.file()),
  askRefund: procedure({
    method: 'POST',
    path: '/wallet/transactions/{id}/refund-request',
    summary: 'Ask for the money back: somebody looks at it, and nothing is paid by asking',
    access: 'wallet_owner',
  })
    .errors({ ...askedCase, refund_barred: { status: 409, data: z.object({ bar: RefundBar }) } })
    .input(z.object({ id: WalletItemId, words: visibleLines(1_000) }))
    .output(WalletCase),
  doubt: procedure({
    method: 'POST',
    path: '/wallet/transactions/{id}/not-recognised',
    summary: 'Say that a transaction is not recognised: somebody looks at it',
    access: 'wallet_owner',
  })
    .errors(askedCase)
    .input(z.object({ id: WalletItemId, words: visibleLines(1_000).optional() }))
    .output(WalletCase),
  cases: procedure({
    method: 'GET',
    path: '/wallet/cases',
    summary: 'What the client asked, and how it stands; the newest first',
    access: 'wallet_owner',
  })
    .input(z.object({ cursor: Cursor.optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }))
    .output(pageOf(WalletCase)),
  case: procedure({
    method: 'GET',
    path: '/wallet/cases/{id}',
    summary: 'One of them',
    access: 'wallet_owner',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int().min(1) }))
    .output(WalletCase),
  notices: procedure({
    method: 'GET',
    path: '/wallet/notices',
    summary: 'Of what the client is told by e-mail, for each wallet',
    access: 'wallet_owner',
  }).output(z.object({ items: z.array(WalletNotices) })),
  setNotices: procedure({
    method: 'PUT',
    path: '/wallet/notices',
    summary: 'Choose of what to be told by e-mail',
    access: 'wallet_owner',
  })
    .errors({ not_found: notFound })
    .input(WalletNotices)
    .output(WalletNotices),
}

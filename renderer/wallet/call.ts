/** Calls of the wallet's procedures over REST. The browser keeps the token in a cookie that no script reads. */
import type { Inputs, Outputs } from '../../engine/contract/contract.ts'
import type { Language } from '../../engine/contract/settings.ts'

export type Out = Outputs['ownWallet']
type In = Inputs['ownWallet']

/** What a call ended with that is no answer: the contract's code with its facts, or `offline`. */
export class Refused extends Error {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: string, facts: Readonly<Record<string, unknown>>) {
    super(code)
    this.code = code
    this.facts = facts
  }
}

type Method = 'GET' | 'POST' | 'PUT'

async function call<T>(method: Method, path: string, body?: object): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return read<T>(await answerOf(path, { method, ...sent }))
}

/** A file to keep, under the name that the answer gives it. */
export type Paper = Readonly<{ file: Blob; name: string }>

async function paper(path: string): Promise<Paper> {
  const answer = await answerOf(path, { method: 'GET' })
  const [, name = 'wallet'] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? []
  const file = await answer.blob().catch(() => null)
  if (file === null) throw new Refused('offline', {})
  return { file, name }
}

async function answerOf(path: string, sent: RequestInit): Promise<Response> {
  const answer = await fetch(`/api/wallet${path}`, sent).catch(() => null)
  if (answer === null) throw new Refused('offline', {})
  if (answer.ok) return answer
  const { error } = await read<{ error?: { code?: string } & Record<string, unknown> }>(answer)
  const code = error?.code ?? 'internal'
  // The page that notices is not the one that knows where to go.
  if (code === 'not_signed_in') window.dispatchEvent(new Event('wallet:ended'))
  throw new Refused(code, error ?? {})
}

const read = async <T>(answer: Response): Promise<T> => (await answer.json().catch(() => ({}))) as T

const query = (values: object): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

const ofItem = (id: string): string => `/transactions/${encodeURIComponent(id)}`

export const wallet = {
  about: () => call<Out['about']>('GET', '/about'),
  askCode: (who: string) => call<Out['askCode']>('POST', '/codes', { who }),
  signIn: (input: In['signIn']) => call<Out['signIn']>('POST', '/session', input),
  signOut: (everywhere: boolean) => call<Out['signOut']>('POST', '/session/end', { everywhere }),
  me: () => call<Out['me']>('GET', '/me'),
  setLanguage: (input: In['setLanguage']) => call<Out['setLanguage']>('PUT', '/language', input),
  balances: () => call<Out['balances']>('GET', '/balances'),
  history: (input: In['history']) => call<Out['history']>('GET', `/history${query(input)}`),
  transaction: (id: string) => call<Out['transaction']>('GET', ofItem(id)),
  receipt: (id: string, language: Language) => paper(`${ofItem(id)}/receipt${query({ language })}`),
  statement: (input: In['statement']) => paper(`/statement${query(input)}`),
  askRefund: (id: string, words: string) => call<Out['askRefund']>('POST', `${ofItem(id)}/refund-request`, { words }),
  doubt: (id: string, words: string) =>
    call<Out['doubt']>('POST', `${ofItem(id)}/not-recognised`, words === '' ? {} : { words }),
  cases: (cursor?: string) => call<Out['cases']>('GET', `/cases${query({ cursor })}`),
  notices: () => call<Out['notices']>('GET', '/notices'),
  setNotices: (input: In['setNotices']) => call<Out['setNotices']>('PUT', '/notices', input),
} as const

export type Item = Out['history']['items'][number]
export type Request = Out['cases']['items'][number]
export type Balance = Out['balances']['items'][number]

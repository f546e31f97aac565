/** What is open on one side of an account, page by page in the order of day and amount; a text is looked for as far as a page looks. */
import { dayNumberOf } from '../../calendar/day.ts'
import type { ReconciledItem } from '../../contract/reconciled-items.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Side, sides } from '../items/open-items.ts'
import { type AskedAccount, reconciledAccount } from './find-account.ts'
import { readItems } from './items.ts'

export type OpenEdge = Readonly<{ day: number; amount: number; item: number }>
export type OpenAsked = AskedAccount &
  Readonly<{
    side: 'line' | 'posting'
    after: OpenEdge | null
    limit: number
    from?: string | undefined
    to?: string | undefined
    amount?: number | undefined
    way?: 'in' | 'out' | undefined
    text?: string | undefined
  }>
export type OpenPage =
  | Readonly<{ status: 'found'; items: readonly ReconciledItem[]; next: OpenEdge | null }>
  | Readonly<{ status: 'account_not_reconciled'; account: string }>

/** A page that looks for a text looks through so many items before it says where it got to. */
const lookMax = 20_000
const lookAtOnce = 1_000

export function openPage({ raw }: Pick<QueryContext, 'raw'>, asked: OpenAsked): OpenPage {
  const account = reconciledAccount(raw, asked)
  if (account === null) return { status: 'account_not_reconciled', account: asked.account }
  const side = sides[asked.side]
  const text = asked.text?.toLowerCase()
  const found: ReconciledItem[] = []
  let after = asked.after
  for (let looked = 0; looked < lookMax; ) {
    const count = text === undefined ? asked.limit + 1 : lookAtOnce
    const rows = edgesAfter(raw, { ...asked, account: account.id, side, after, count })
    looked += rows.length
    const items = readItems(
      raw,
      account.id,
      rows.map(({ item }) => ({ side, item })),
    )
    for (const [at, item] of items.entries()) {
      if (found.length === asked.limit) return { status: 'found', items: found, next: after }
      if (text === undefined || saysText(item, text)) found.push(item)
      after = rows[at] as OpenEdge
    }
    if (rows.length < count) return { status: 'found', items: found, next: null }
    if (text === undefined) break
  }
  return { status: 'found', items: found, next: after }
}

const saysText = ({ references, party, text, counter }: ReconciledItem, wanted: string): boolean =>
  [party ?? '', text, counter ?? '', ...references.map(({ value }) => value)].some((said) =>
    said.toLowerCase().includes(wanted),
  )

type Edges = Pick<OpenAsked, 'from' | 'to' | 'amount' | 'way'> &
  Readonly<{ account: number; side: Side; after: OpenEdge | null; count: number }>

function edgesAfter(
  raw: QueryContext['raw'],
  { account, side, after, count, from, to, amount, way }: Edges,
): readonly OpenEdge[] {
  return statementsOf(raw).after.all({
    account,
    side,
    day: after?.day ?? (from === undefined ? -1 : dayNumberOf(from)),
    amountAfter: after?.amount ?? Number.MIN_SAFE_INTEGER,
    itemAfter: after?.item ?? 0,
    to: to === undefined ? Number.MAX_SAFE_INTEGER : dayNumberOf(to),
    only: amount ?? null,
    sign: way === undefined ? null : way === 'in' ? 1 : -1,
    count,
  }) as OpenEdge[]
}

const statementsOf = perConnection((raw) => ({
  after: raw.prepare(`
    SELECT day, amount, item FROM open_item
    WHERE account = @account AND side = @side AND (day, amount, item) > (@day, @amountAfter, @itemAfter) AND day <= @to
      AND (@only IS NULL OR abs(amount) = abs(@only)) AND (@sign IS NULL OR sign(amount) = @sign)
    ORDER BY day, amount, item LIMIT @count`),
}))

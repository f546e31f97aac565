/** What a table must say of itself to be exported. Each is a file of its own in `sources/`. */
import type { Posting } from '../contract/accounts.ts'
import { type ExportSource, exportParameters, type ParametersOf } from '../contract/export-sources.ts'
import type { Asker } from '../exceptions/queue/filter.ts'
import type { QueryContext } from '../store/command.ts'
import type { Column, ColumnKind, Pages, Row } from './sheet.ts'

export type SourceContext = QueryContext & Readonly<{ asker: Asker }>

/** What it would be of is not there. */
export type Missing = Readonly<{ noun: string; id: string }>

type Definition<P, T> = Readonly<{
  title: string
  columns: ColumnsOf<T>
  pages: (context: SourceContext, parameters: P) => Pages<T>
  total?: (context: SourceContext, parameters: P) => number | null
  missing?: (context: SourceContext, parameters: P) => Missing | null
  /** Of what moved money: the same as postings, for a journal. */
  postings?: (context: SourceContext, parameters: P) => Pages<Posting>
}>

/** A kind, or a kind and its share of a printed page. Every field of a row is a column: what a list shows is exported. */
type Form = ColumnKind | readonly [ColumnKind, number]
export type ColumnsOf<T> = { readonly [K in keyof T & string]-?: Form }

export type Source = Readonly<{
  title: string
  columns: readonly Column[]
  pages: (context: SourceContext, parameters: unknown) => Pages<Row>
  total: (context: SourceContext, parameters: unknown) => number | null
  missing: (context: SourceContext, parameters: unknown) => Missing | null
  postings: ((context: SourceContext, parameters: unknown) => Pages<Posting>) | null
}>

export function sourceOf<S extends ExportSource, T extends Row>(
  name: S,
  { title, columns, pages, total, missing, postings }: Definition<ParametersOf<S>, T>,
): Source {
  // What was asked for lies in the store as it came in.
  const read = (parameters: unknown): ParametersOf<S> => exportParameters[name].parse(parameters) as ParametersOf<S>
  return {
    title,
    columns: Object.entries<Form>(columns).map(([id, form]) =>
      typeof form === 'string' ? { id, kind: form, share: null } : { id, kind: form[0], share: form[1] },
    ),
    pages: (context, parameters) => pages(context, read(parameters)),
    total: (context, parameters) => total?.(context, read(parameters)) ?? null,
    missing: (context, parameters) => missing?.(context, read(parameters)) ?? null,
    postings: postings === undefined ? null : (context, parameters) => postings(context, read(parameters)),
  }
}

/** Rows in memory at once. */
export const pageRows = 1_000

type Page<T, After> = Readonly<{ items: readonly T[]; next: After | null }>

/** A list as its pages, each behind the one before. */
export async function* pagesBehind<T, After>(
  page: (after: After | null) => Page<T, After> | Promise<Page<T, After>>,
): AsyncGenerator<readonly T[]> {
  let after: After | null = null
  do {
    const { items, next }: Page<T, After> = await page(after)
    if (items.length > 0) yield items
    after = next
  } while (after !== null)
}

/** A list that is answered as a whole, and never has more than people read. */
export async function* onePage<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  if (items.length > 0) yield items
}

/** Where a list says only that there is more, and the last item where it goes on. */
export const behindLast = <T, After>(
  { items, more }: Readonly<{ items: readonly T[]; more: boolean }>,
  keyOf: (last: T) => After,
): Page<T, After> => {
  const last = items.at(-1)
  return { items, next: more && last !== undefined ? keyOf(last) : null }
}

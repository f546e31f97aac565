/** Asking about one of many cases: the letter goes out by e-mail, as the template has it, in the language of whom it asks. */
import { linkBarOf } from '../../contact/answer-link.ts'
import { refusedRow } from '../../contact/refused-row.ts'
import type { BulkDeed } from '../../contract/bulk.ts'
import type { Json } from '../../store/command.ts'
import type { RowsReading } from '../rows-for-deed.ts'
import type { Prepared, Preparing } from './bulk-runner.ts'
import { saidOf } from './do-item.ts'

export type Asking = RowsReading &
  Readonly<{
    /** Under which addresses a host serves this engine now. */
    served: ReadonlySet<string>
  }>

/**
 * Letters with links that would lead nowhere are refused to whoever asks for them. What a host that ended left begun is not:
 * there is nobody to tell, and as soon as a host serves again the links lead somewhere.
 */
export async function waitsForHost({ store, served }: Asking, deed: BulkDeed): Promise<boolean> {
  if (deed.action !== 'ask_client' || served.size > 0) return false
  return (await store.read('contact.status', null)).publicAddress !== null
}

type AskDeed = Extract<BulkDeed, { action: 'ask_client' | 'ask_producer' }>

export async function askAboutItem(asking: Asking, deed: AskDeed, preparing: Preparing): Promise<Prepared> {
  const { store, served } = asking
  // What somebody did about it since is told by who does the deed.
  if (preparing.item.isChanged) return { rows: [] }
  const { mailServer, publicAddress } = await store.read('contact.status', null)
  if (mailServer === null) return { rows: [], refused: { code: 'no_mail_server', facts: {} } }
  const linkBar = linkBarOf(publicAddress, served)
  const outcome = await written(asking, deed, { ...preparing, linkBar })
  // By its status alone: one that is asked already names the message that asks it.
  if (outcome.status === 'done' || outcome.status === 'replayed') return { rows: [], asked: true }
  // The key is the case's own: under it nothing else than this letter was ever written.
  if (outcome.status === 'key_reused_with_other_content') return { rows: [], asked: true }
  return { rows: [], refused: saidOf(outcome) }
}

type Outcome = Readonly<{ status: string } & Record<string, Json>>
type Writing = Preparing & Readonly<{ linkBar: ReturnType<typeof linkBarOf> }>

/** Its key is the case's place, so that whatever ends in between writes no second letter. */
async function written(asking: Asking, deed: AskDeed, { bulk, by, user, item, linkBar }: Writing): Promise<Outcome> {
  const { store } = asking
  const { exception, version, seq } = item
  const of = { exception, version, key: `bulk:${bulk}:${seq}`, channel: 'email', user } as const
  if (deed.action === 'ask_producer')
    return (await store.write('contact.askProducer', { ...of, text: deed.text }, by)) as Outcome
  const refused = await refusedRow(asking, { exception })
  return (await store.write('contact.askClient', { ...of, refused, linkBar }, by)) as Outcome
}

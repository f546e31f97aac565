/** `close-pack.pdf`: what the document says, for people. What is too long to be read is in the files beside it. */
import type { KeyObject } from 'node:crypto'
import { publicBytesOf } from '../../keys/derive.ts'
import { Report } from '../../pdf/report.ts'
import type { Gathered } from '../gather.ts'
import { fingerprintOf } from '../manifest.ts'
import { Figures } from './figures.ts'
import { firstPage } from './first-page.ts'
import { sections } from './sections.ts'
import { words } from './words.ts'

export type Signed = Readonly<{
  /** Of `close-pack.json`. */
  sha256: string
  key: KeyObject
}>

export async function printOf(gathered: Gathered, { sha256, key }: Signed): Promise<Buffer> {
  const { document } = gathered
  const fingerprint = fingerprintOf(publicBytesOf(key))
  const report = new Report({
    title: words.title(document.period),
    author: document.workspace.name,
    at: new Date(document.madeAt),
    language: 'en',
    footer: [words.footHash(sha256), words.footKey(fingerprint)],
    pageOf: words.page,
  })
  const figures = new Figures(document, gathered.digitsOf)
  firstPage(report, document, { figures, fingerprint })
  sections(report, gathered, figures)
  return report.end()
}

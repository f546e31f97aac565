import { createIntl } from 'react-intl'
import type { Shown } from '../../renderer/faults/fault-sentence.ts'
import en from '../../renderer/messages/en.json'
import { loadMessages } from '../../renderer/messages/messages.ts'
import type { Text } from '../../renderer/messages/use-text.ts'
import zh from '../../renderer/messages/zh-HK.json'
import { formatsOf, type Workspace } from '../../renderer/workspace/workspace-context.ts'

const textOf = (locale: string, messages: Record<string, string>): Text => {
  const intl = createIntl({
    locale,
    messages,
    onError: (error) => {
      throw error
    },
  })
  return (id, values) => intl.formatMessage({ id }, values)
}

// As the page does before its first picture.
await loadMessages('en')

/** The console's own words, without a page around them. */
export const english = textOf('en-HK', en)
export const chinese = textOf('zh-HK', zh)

const workspace: Workspace = {
  name: 'Harbour',
  directory: '/w',
  dropDirectory: '/w/drop',
  zone: 'Asia/Hong_Kong',
  currency: 'USD',
  currencyDigits: 2,
  schemaVersion: 1,
  createdAt: '2026-11-20T06:02:11.000Z',
  setUpMode: false,
  approvers: 2,
  demo: false,
}

export const formats = formatsOf(workspace, 'en-HK')

/** Facts as they are written, but for the kinds of transactions, which are left as codes. */
export const shown: Shown = {
  money: (minor) => `USD ${formats.money(minor, 'USD')}`,
  instant: formats.instant,
  kind: (kind) => kind,
}

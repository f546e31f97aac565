import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import { isMessageId, type MessageId } from './messages.ts'

export type TextValues = Readonly<Record<string, string | number>>
export type Text = (id: MessageId, values?: TextValues) => string

export function useText(): Text {
  const intl = useIntl()
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl])
}

export type CodeKind =
  | 'change'
  | 'posting'
  | 'rule'
  | 'job'
  | 'action'
  | 'outcome'
  | 'trouble'
  | 'finding'
  | 'expected'
  | 'webhook'

/**
 * Codes of rules, jobs and audit actions are open sets: an engine newer than this console may know more of them.
 * A code without words is shown as it is, which still says more than silence.
 */
export function textOfCode(text: Text, kind: CodeKind, code: string): string {
  const id = `code.${kind}.${code}`
  return isMessageId(id) ? text(id) : code
}

/** Whether messages go out and answers come back, in words that say what to do where they don't. Pure. */
import type { Outputs } from '../../engine/contract/contract.ts'
import type { LinkBar } from '../../engine/contract/messages.ts'
import type { Text } from '../messages/use-text.ts'

/** Why clients can't open their links, and what an administrator does about it. */
export function linkBarWords(bar: LinkBar, publicAddress: string | null, text: Text): string {
  return text(`contact.links.${bar}`, { address: publicAddress ?? '', host: hostOf(publicAddress) })
}

/** What comes behind `--host-name`: the name without scheme and port. */
function hostOf(address: string | null): string {
  return address !== null && URL.canParse(address) ? new URL(address).hostname : ''
}

type Tested = Outputs['contact']['testMail']

export type TestWords = Readonly<{
  /** Whether it went out, or why not and what to do. */
  verdict: string
  said: string | null
  /** How it was protected, and how long it took. */
  line: string
}>

export function testWords({ sent, error, reply, tls, tookMs }: Tested, to: string, text: Text): TestWords {
  return {
    verdict: sent || error === null ? text('contact.test.sent', { to }) : text(`contact.trouble.${error}`, { to }),
    said: reply === null ? null : text('contact.server_said', { reply }),
    line: text('contact.test.line', { tls: tls ?? 'none', seconds: (tookMs / 1_000).toFixed(1) }),
  }
}

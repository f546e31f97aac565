/** A message as a link that the person's own mail program opens. */

/** The shortest that a mail program or an operating system in use takes. */
const linkLengthMax = 2_000

export type MailLink = Readonly<{ mailto: string; hasText: boolean }>

/** A text that is too long for a link is left out whole: half a letter would be sent as it stands. */
export function mailLinkOf({ to, subject, text }: Readonly<{ to: string; subject: string; text: string }>): MailLink {
  const bare = `mailto:${encodeURIComponent(to).replaceAll('%40', '@')}?subject=${encodeURIComponent(subject)}`
  // Mail programs want the line breaks of mail.
  const whole = `${bare}&body=${encodeURIComponent(text.replaceAll('\n', '\r\n'))}`
  return whole.length <= linkLengthMax ? { mailto: whole, hasText: true } : { mailto: bare, hasText: false }
}

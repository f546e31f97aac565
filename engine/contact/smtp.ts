/**
 * One message to one mail server, over one connection. Who calls it decides at the last moment whether it goes: when the
 * server stands ready, the text is fetched, and only when all of the text went out can it have arrived.
 */
import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MessageError } from '../contract/messages.ts'
import type { Language, SettingValue } from '../contract/settings.ts'
import type { MailServer, SendingEnd } from './outbox-commands.ts'

export type Mail = Readonly<{
  name: string | null
  to: string
  subject: string
  text: string
  language: Language
  messageId: string
}>

type Given = Readonly<{ status: 'go'; mail: Mail } | { status: 'not_waiting' }>
/** `tls`: by what the connection was protected; null where it was not, or there was none. */
export type Sent = SendingEnd & Readonly<{ tls: string | null }>
type Options = Readonly<{
  /** Called when the server is ready to take it. */
  fetch: () => Promise<Given>
  /** Cuts the connection, wherever it stands. */
  signal?: AbortSignal | undefined
}>

export async function sendMail(
  server: MailServer,
  options: Options,
): Promise<Sent | Readonly<{ status: 'not_waiting' }>> {
  const { settings, password } = server
  if (settings.host === null || settings.fromAddress === null)
    return { status: 'failed', error: 'no_mail_server', reply: null, tls: null }
  // With the first letter, because a start that waits for it has none to send.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const connection = new Connection(connectionOf(settings))
  // Errors come to whoever waits; one that comes when nobody does is of a connection that is over.
  connection.on('error', () => undefined)
  const cut = (): void => connection.close()
  options.signal?.addEventListener('abort', cut)
  const progress = { wholeTextGone: false, tls: null as string | null }
  try {
    await step(connection, (done) => connection.connect(done))
    progress.tls = protocolOf(connection)
    if (settings.user !== null) {
      const credentials = { user: settings.user, pass: password ?? '' }
      await step(connection, (done) => connection.login({ user: settings.user ?? '', credentials }, done))
    }
    const given = await options.fetch()
    if (given.status === 'not_waiting') {
      connection.quit()
      return given
    }
    const reply = await deliver(connection, settings, given.mail, progress)
    // The server ends the connection when it has read this.
    connection.quit()
    return { status: 'sent', reply, tls: progress.tls }
  } catch (error) {
    connection.close()
    return { ...failureOf(error as SmtpError, progress.wholeTextGone), tls: progress.tls }
  } finally {
    options.signal?.removeEventListener('abort', cut)
  }
}

type Mailing = SettingValue<'mail'>

function connectionOf(settings: Mailing) {
  const { host, port, security, connectSeconds, answerSeconds, trustedCertificate } = settings
  return {
    host: host ?? '',
    port,
    secure: security === 'implicit',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: connectSeconds * 1_000,
    greetingTimeout: answerSeconds * 1_000,
    socketTimeout: answerSeconds * 1_000,
    dnsTimeout: connectSeconds * 1_000,
    tls: { minVersion: 'TLSv1.2' as const, ...(trustedCertificate === null ? {} : { ca: trustedCertificate }) },
  }
}

type Progress = { wholeTextGone: boolean; tls: string | null }

async function deliver(connection: SMTPConnection, settings: Mailing, mail: Mail, progress: Progress): Promise<string> {
  const from = settings.fromAddress ?? ''
  const bytes = await composed(settings, mail)
  // The connection asks for more than there is only after it took the last of it.
  const text = Readable.from(
    (function* () {
      yield bytes
      progress.wholeTextGone = true
    })(),
    { objectMode: false },
  )
  const info = await step<Readonly<{ response: string }>>(connection, (done) =>
    connection.send({ from, to: [mail.to], size: bytes.length }, text, done),
  )
  return info.response
}

async function composed(settings: Mailing, { name, to, subject, text, language, messageId }: Mail): Promise<Buffer> {
  const { fromName, fromAddress, replyTo } = settings
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  return new MailComposer({
    from: { name: fromName, address: fromAddress ?? '' },
    to: { name: name ?? '', address: to },
    ...(replyTo === null ? {} : { replyTo }),
    subject,
    text,
    messageId,
    headers: { 'Content-Language': language },
    // A text is a text, whatever it looks like.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

/** One step of the conversation, which also ends when the connection does. */
function step<T>(
  connection: SMTPConnection,
  act: (done: (error?: Error | null, value?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(Object.assign(new Error('the connection ended'), { code: 'ECONNECTION' }))
    const finish = (settle: () => void): void => {
      connection.removeListener('error', fail)
      connection.removeListener('end', ended)
      settle()
    }
    const fail = (error: Error): void => finish(() => reject(error))
    connection.once('error', fail)
    connection.once('end', ended)
    act((error, value) => {
      if (error) fail(error)
      else finish(() => resolve(value as T))
    })
  })
}

type SmtpError = Error & Readonly<{ code?: string; responseCode?: number; response?: string | false; command?: string }>

function failureOf(error: SmtpError, wholeTextGone: boolean): Extract<SendingEnd, { status: 'failed' }> {
  const { responseCode, response } = error
  const reply = typeof response === 'string' && response !== '' ? response.slice(0, 1_000) : null
  // Without an answer to the whole text nobody knows whether it was taken.
  const said = wholeTextGone && responseCode === undefined ? 'uncertain' : errorOf(error)
  return { status: 'failed', error: said, reply: reply ?? reasonOf(error) }
}

/** Some words about the machine between, where the server said none. */
const reasonOf = ({ message }: Error): string => message.slice(0, 1_000)

function errorOf({ code, responseCode, command, message }: SmtpError): MessageError {
  if (code === 'EAUTH') return 'sign_in_refused'
  if (code === 'ETLS' || /certificate|self.signed|altnames|SSL|TLS/i.test(message)) return 'tls_failed'
  // What a server says before it was asked about this message says nothing about it.
  const ofMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (!ofMessage) return responseCode === undefined ? 'server_unreachable' : 'refused_for_now'
  if (responseCode !== undefined && responseCode < 500) return 'refused_for_now'
  return command === 'RCPT TO' ? 'address_refused' : 'refused'
}

function protocolOf(connection: SMTPConnection): string | null {
  const socket = connection._socket as Readonly<{ getProtocol?: () => string | null }> | false
  return socket === false ? null : (socket.getProtocol?.() ?? null)
}

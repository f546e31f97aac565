/** A real SMTP server for tests, with what it took, and whatever it should do wrong. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import path from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'

export type Taken = Readonly<{
  from: string
  to: readonly string[]
  text: string
  secure: boolean
  user: string | null
}>

export type MailServer = Readonly<{
  port: number
  taken: readonly Taken[]
  close: () => Promise<void>
}>

export type Certificate = Readonly<{ key: string; cert: string }>

/** Signed by nobody but itself, for this machine. */
export function makeCertificate(name = '127.0.0.1'): Certificate {
  const folder = makeFolder()
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')]
  const make = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=${name} -addext`
  const words = [...make.split(' '), `subjectAltName=IP:${name}`, '-keyout', key, '-out', cert]
  execFileSync('openssl', words, { stdio: 'ignore' })
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  removeFolder(folder)
  return made
}

/** In the clear and without signing in, unless the options say otherwise. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const taken: Taken[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key === undefined ? ['STARTTLS', 'AUTH'] : [],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
        })
        done(null, `taken as ${taken.length}`)
      })
    },
    ...options,
  })
  // Connections that a test cuts are errors to the server.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, taken, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Answers each line by what the script says, and can hang or hang up wherever it wants. */
export async function startScriptedServer(
  answer: (line: string, socket: Socket, lines: readonly string[]) => string | null,
): Promise<Readonly<{ port: number; close: () => Promise<void> }>> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const lines: string[] = []
    const say = (line: string): void => {
      const said = answer(line, socket, lines)
      if (said !== null && !socket.destroyed) socket.write(`${said}\r\n`)
    }
    say('(connected)')
    let rest = ''
    socket.on('data', (chunk) => {
      const parts = (rest + chunk.toString()).split('\r\n')
      rest = parts.pop() ?? ''
      for (const line of parts) {
        lines.push(line)
        say(line)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export type Mailing = SettingValue<'mail'>

/** Mail in the clear to a server on this machine. */
export const mailTo = (port: number, more: Partial<Mailing> = {}): Mailing => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user: null,
  fromName: 'Harbour Wallet',
  fromAddress: 'care@harbour.example',
  replyTo: null,
  ratePerMinute: 1_000,
  connectSeconds: 5,
  answerSeconds: 5,
  trustedCertificate: null,
  ...more,
})

/** The answer link in a letter, as a mail program reads it: lines that are too long for mail are put together again. */
export function linkIn(source: string): string {
  const [, encoded = ''] = source.split(/\r\n\r\n([\s\S]*)/)
  const isBase64 = /Content-Transfer-Encoding: base64/i.test(source)
  const text = isBase64
    ? Buffer.from(encoded, 'base64').toString()
    : encoded
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return /http:\/\/\S+\/answer\/\S+/.exec(text)?.[0] ?? ''
}

/** One message to a real mail server: how it is protected, who signs in, and what every way of going wrong is told as. */
import { afterEach, expect, it } from 'vitest'
import { type Mail, type Sent, sendMail } from '../../engine/contact/smtp.ts'
import { type Mailing, mailTo, makeCertificate, startMailServer, startScriptedServer } from './mail-server.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function started<S extends Readonly<{ close: () => Promise<void> }>>(starting: Promise<S>): Promise<S> {
  const server = await starting
  closing.push(server.close)
  return server
}

const mail: Mail = {
  name: 'Chan Tai Man',
  to: 'chan@client.example',
  subject: '這宗交易是您本人進行的嗎？',
  text: 'First line\n.\nhttps://answers.example/answer/abc\n',
  language: 'zh-HK',
  messageId: '<one@harbour.example>',
}

const send = (settings: Mailing, password: string | null = null, signal?: AbortSignal): Promise<Sent> =>
  sendMail({ settings, password }, { fetch: async () => ({ status: 'go', mail }), signal }) as Promise<Sent>

it('delivers a message with its own Message-ID, language and sender', async () => {
  const server = await started(startMailServer())
  const sent = await send(mailTo(server.port, { replyTo: 'desk@harbour.example' }))
  expect(sent).toEqual({ status: 'sent', reply: '250 taken as 1', tls: null })
  expect(server.taken).toHaveLength(1)
  expect(server.taken[0]).toMatchObject({ from: 'care@harbour.example', to: ['chan@client.example'], secure: false })
  const text = server.taken[0]?.text ?? ''
  expect(text).toContain('Message-ID: <one@harbour.example>')
  expect(text).toContain('From: Harbour Wallet <care@harbour.example>')
  expect(text).toContain('Reply-To: desk@harbour.example')
  expect(text).toContain('To: Chan Tai Man <chan@client.example>')
  expect(text).toContain('Content-Language: zh-HK')
  // A line with nothing but a dot ends a message, unless it is doubled on the way.
  expect(text).toContain('First line\r\n.\r\nhttps://answers.example/answer/abc')
})

it.each(['implicit', 'starttls'] as const)(
  'turns to TLS (%s) before it says who it is, and trusts what it was told to',
  async (security) => {
    const certificate = makeCertificate()
    const server = await started(
      startMailServer({
        ...certificate,
        secure: security === 'implicit',
        authOptional: false,
        onAuth: ({ username, password, method }, _session, done) => {
          const known = username === 'harbour' && password === 'a good password'
          done(known ? null : new Error('no'), known ? { user: `${username} by ${method}` } : undefined)
        },
      }),
    )
    const settings = mailTo(server.port, { security, user: 'harbour' })
    const trusting = { ...settings, trustedCertificate: certificate.cert }
    expect(await send(trusting, 'a good password')).toMatchObject({
      status: 'sent',
      tls: expect.stringMatching(/^TLSv1\.[23]$/),
    })
    expect(server.taken[0]).toMatchObject({ secure: true, user: 'harbour by PLAIN' })
    expect(await send(trusting, 'another password')).toMatchObject({ status: 'failed', error: 'sign_in_refused' })
    // A certificate that nobody vouches for, and one of another machine.
    expect(await send(settings, 'a good password')).toMatchObject({ status: 'failed', error: 'tls_failed' })
    expect(server.taken).toHaveLength(1)
  },
)

it('sends nothing in the clear where TLS was asked for', async () => {
  const server = await started(startMailServer())
  for (const security of ['implicit', 'starttls'] as const) {
    const sent = await send(mailTo(server.port, { security }))
    expect(sent).toMatchObject({ status: 'failed', error: 'tls_failed' })
  }
  expect(server.taken).toEqual([])
})

const refusing = (code: number) => Object.assign(new Error('not for us'), { responseCode: code })

it.each([
  [
    'an address that it does not have',
    { onRcptTo: (_: unknown, __: unknown, done: (error: Error) => void) => done(refusing(550)) },
    'address_refused',
  ],
  [
    'an address whose box is full',
    { onRcptTo: (_: unknown, __: unknown, done: (error: Error) => void) => done(refusing(452)) },
    'refused_for_now',
  ],
  [
    'a sender that it does not like',
    { onMailFrom: (_: unknown, __: unknown, done: (error: Error) => void) => done(refusing(553)) },
    'refused',
  ],
  [
    'a text that it does not like',
    {
      onData: (stream: NodeJS.ReadableStream, _: unknown, done: (error: Error) => void) => {
        stream.resume()
        stream.on('end', () => done(refusing(554)))
      },
    },
    'refused',
  ],
  [
    'a text that it can not take now',
    {
      onData: (stream: NodeJS.ReadableStream, _: unknown, done: (error: Error) => void) => {
        stream.resume()
        stream.on('end', () => done(refusing(451)))
      },
    },
    'refused_for_now',
  ],
] as const)('tells %s apart', async (_what, options, error) => {
  const server = await started(startMailServer(options as never))
  const sent = await send(mailTo(server.port))
  expect(sent).toMatchObject({ status: 'failed', error, reply: expect.stringContaining('not for us') })
})

/** A server that goes along until a line, and then does what it is told to. */
const until = (stop: string, act: (socket: import('node:net').Socket) => string | null) =>
  startScriptedServer((line, socket) => {
    if (line.startsWith(stop)) return act(socket)
    if (line === '(connected)') return '220 here'
    if (line.startsWith('EHLO')) return '250 here'
    if (line === 'DATA') return '354 go on'
    if (line === '.') return '250 taken'
    return /^(MAIL|RCPT|QUIT)/.test(line) ? '250 fine' : null
  })

it.each([
  ['says nothing at all', '(connected)', 'server_unreachable'],
  ['stops after its greeting', 'EHLO', 'server_unreachable'],
  ['stops before the text', 'DATA', 'server_unreachable'],
  ['never says whether it took the text', '.', 'uncertain'],
])('gives up on a server that %s', async (_what, stop, error) => {
  const server = await started(until(stop, () => null))
  const from = performance.now()
  const sent = await send(mailTo(server.port, { connectSeconds: 1, answerSeconds: 1 }))
  expect(sent).toMatchObject({ status: 'failed', error })
  expect(performance.now() - from).toBeLessThan(4_000)
})

it.each([
  ['before the text', 'DATA', 'server_unreachable'],
  ['when it had the whole text', '.', 'uncertain'],
])('tells what it means that a server hangs up %s', async (_what, stop, error) => {
  const server = await started(
    until(stop, (socket) => {
      socket.destroy()
      return null
    }),
  )
  expect(await send(mailTo(server.port))).toMatchObject({ status: 'failed', error })
})

it('says that nobody is there', async () => {
  const gone = await startMailServer()
  await gone.close()
  expect(await send(mailTo(gone.port))).toMatchObject({ status: 'failed', error: 'server_unreachable' })
  expect(await send(mailTo(gone.port, { host: null }))).toMatchObject({ error: 'no_mail_server' })
})

it('sends nothing when it was taken back while the server got ready', async () => {
  const server = await started(startMailServer())
  const fetch = async () => ({ status: 'not_waiting' }) as const
  expect(await sendMail({ settings: mailTo(server.port), password: null }, { fetch })).toEqual({
    status: 'not_waiting',
  })
  expect(server.taken).toEqual([])
})

it('lets go of a server that hangs as soon as the program ends', async () => {
  const server = await started(until('EHLO', () => null))
  const ending = new AbortController()
  setTimeout(() => ending.abort(), 100)
  const from = performance.now()
  expect(await send(mailTo(server.port), null, ending.signal)).toMatchObject({ error: 'server_unreachable' })
  expect(performance.now() - from).toBeLessThan(2_000)
})

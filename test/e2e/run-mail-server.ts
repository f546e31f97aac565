/**
 * A mail server for the console's end-to-end tests, as a program of its own: with TLS, a user and a password, and its certificate
 * signed by nobody. It says as lines of JSON where it is and, message by message, what it took.
 */
import { makeCertificate, startMailServer } from '../contact/mail-server.ts'

const password = process.argv[2] ?? ''
const refusedOnce = new Set<string>()
const certificate = makeCertificate()

const server = await startMailServer({
  ...certificate,
  authOptional: false,
  onAuth: (given, _, done) => {
    if (given.username === 'care' && given.password === password) done(null, { user: 'care' })
    else done(Object.assign(new Error('Who are you?'), { responseCode: 535 }))
  },
  // An address that is full today is taken tomorrow.
  onRcptTo: ({ address }, _, done) => {
    if (!address.startsWith('full-') || refusedOnce.has(address)) return done()
    refusedOnce.add(address)
    done(Object.assign(new Error('The mailbox is full'), { responseCode: 552 }))
  },
})

const say = (what: unknown): void => void process.stdout.write(`${JSON.stringify(what)}\n`)
say({ port: server.port, certificate: certificate.cert })
let said = 0
setInterval(() => {
  for (const message of server.taken.slice(said)) say(message)
  said = server.taken.length
}, 50)

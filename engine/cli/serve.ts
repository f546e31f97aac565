/** `serve`: the Node host, for browsers and for programs. */
import { runHost } from '../host/run-host.ts'
import { type Answer, type Call, type Command, flagOf, optionOf } from './command.ts'
import { keyFileOf } from './keys.ts'
import { numberOf } from './parse.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'

export const serveCommands: readonly Command[] = [
  {
    name: 'serve',
    form: '[--port N] [--address A] [--host-name H] [--tls-certificate FILE --tls-key FILE | --behind-tls-proxy]\n    [--key-file FILE] [--anchors DIR] [--log-level L]',
    summary: 'the console and the API for browsers and programs, until stopped',
    details: `It listens on 127.0.0.1 unless told otherwise, on other addresses only with TLS or behind a TLS proxy; --host-name
is another name people reach it by. The workspace opens by itself with the key file of "keys unattended on" or with
COUNTINGHOUSE_PASSPHRASE, else when the first person signs in. Logs are JSON lines on stderr.`,
    positionals: { min: 0, max: 0 },
    options: {
      port: { kind: 'text', value: 'N' },
      address: { kind: 'text', value: 'A' },
      'host-name': { kind: 'text', value: 'H' },
      'tls-certificate': { kind: 'text', value: 'FILE' },
      'tls-key': { kind: 'text', value: 'FILE' },
      'behind-tls-proxy': { kind: 'flag' },
      'key-file': { kind: 'text', value: 'FILE' },
      anchors: { kind: 'text', value: 'DIR' },
      'log-level': { kind: 'text', value: 'L' },
    },
    run: serve,
  },
]

async function serve(call: Call): Promise<Answer> {
  const port = optionOf(call, 'port')
  const name = optionOf(call, 'host-name')
  const keyFile = keyFileOf(call)
  const anchors = optionOf(call, 'anchors')
  const tls = tlsOf(call)
  const { COUNTINGHOUSE_PASSPHRASE: passphrase, COUNTINGHOUSE_METRICS_TOKEN: metricsToken } = call.environment
  const host = await runHost({
    directory: call.directory,
    port: port === undefined ? 0 : numberOf(port, 'port'),
    address: optionOf(call, 'address') ?? '127.0.0.1',
    behindTlsProxy: flagOf(call, 'behind-tls-proxy'),
    logLevel: optionOf(call, 'log-level') ?? 'info',
    ...(name === undefined ? {} : { names: [name] }),
    ...(tls === undefined ? {} : { tls }),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(anchors === undefined ? {} : { anchors }),
    ...(call.policyFile === undefined ? {} : { policyFile: call.policyFile }),
    ...(metricsToken === undefined ? {} : { metricsToken }),
    ...(passphrase === undefined || passphrase === '' ? {} : { opener: { user: call.user, passphrase } }),
  })
  try {
    await call.output.print(call.json ? JSON.stringify({ url: host.url, port: host.port }) : said.serving(host.url))
    await aborted(call.signal)
  } finally {
    await host.close()
  }
  return { document: null, text: '' }
}

function tlsOf(call: Call): Readonly<{ certificate: string; key: string }> | undefined {
  const certificate = optionOf(call, 'tls-certificate')
  const key = optionOf(call, 'tls-key')
  if (certificate === undefined && key === undefined) return undefined
  if (certificate === undefined) throw new UsageError({ is: 'option_missing', option: '--tls-certificate' })
  if (key === undefined) throw new UsageError({ is: 'option_missing', option: '--tls-key' })
  return { certificate, key }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve())
  })

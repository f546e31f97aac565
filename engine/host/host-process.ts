/** The host as a process of its own: options, one clear line when it listens, and a graceful end. */
import { parseArgs } from 'node:util'
import { failureOf } from '../failure.ts'
import { dropThreads, type WaitingThreads } from '../threads/waiting-threads.ts'
import { defaultDirectory } from '../workspace/layout.ts'
import { type RunOptions, runHost } from './run-host.ts'

/** The threads may be loading already; where no engine takes them over, they end here. */
export async function hostProcess(args: readonly string[], threads: WaitingThreads): Promise<void> {
  const options = readOptionsOrSay(args)
  if (options === null) return dropThreads(threads)
  try {
    const running = await runHost({ ...options, threads })
    process.stdout.write(`Countinghouse is at ${running.url}/ (sign in there; Ctrl-C ends it)\n`)
    endGracefully(running.close)
  } catch (error) {
    await dropThreads(threads)
    const failure = failureOf(error)
    if (failure === undefined) throw error
    process.stderr.write(`${JSON.stringify({ error: { code: failure.code, ...failure.facts } })}\n`)
    process.exitCode = failure.code === 'workspace_in_use' ? 3 : 1
  }
}

function endGracefully(close: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void close().then(() => process.exit(0))
    })
  }
}

/** Options that can't be meant are refused before anything opens: half a TLS would be none. */
function readOptionsOrSay(args: readonly string[]): RunOptions | null {
  try {
    return readOptions(args)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 2
    return null
  }
}

function readOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workspace: { type: 'string' },
      port: { type: 'string' },
      address: { type: 'string' },
      'host-name': { type: 'string', multiple: true },
      'tls-certificate': { type: 'string' },
      'tls-key': { type: 'string' },
      'behind-tls-proxy': { type: 'boolean' },
      'key-file': { type: 'string' },
      anchors: { type: 'string' },
      policy: { type: 'string' },
      'log-level': { type: 'string' },
    },
  })
  const { env } = process
  const certificate = values['tls-certificate']
  const key = values['tls-key']
  const passphrase = env.COUNTINGHOUSE_PASSPHRASE
  if ((certificate === undefined) !== (key === undefined)) {
    throw new RangeError('--tls-certificate and --tls-key belong together: name both or neither.')
  }
  if (!/^\d{1,5}$/.test(values.port ?? '0')) throw new RangeError(`--port takes a number, not "${values.port}".`)
  return {
    directory: values.workspace ?? defaultDirectory(env, process.platform),
    port: Number(values.port ?? 0),
    address: values.address ?? '127.0.0.1',
    names: values['host-name'] ?? [],
    behindTlsProxy: values['behind-tls-proxy'] ?? false,
    logLevel: values['log-level'] ?? 'info',
    ...(certificate === undefined || key === undefined ? {} : { tls: { certificate, key } }),
    ...(values['key-file'] === undefined ? {} : { keyFile: values['key-file'] }),
    ...(values.anchors === undefined ? {} : { anchors: values.anchors }),
    ...(values.policy === undefined ? {} : { policyFile: values.policy }),
    ...(env.COUNTINGHOUSE_METRICS_TOKEN === undefined ? {} : { metricsToken: env.COUNTINGHOUSE_METRICS_TOKEN }),
    ...(passphrase === undefined ? {} : { opener: { user: env.COUNTINGHOUSE_USER ?? 'admin', passphrase } }),
  }
}

/** Where the command line writes: what was asked for on stdout, everything else on stderr. */

export type Output = Readonly<{
  /** Resolves when it is handed over, so that a process that ends afterwards cuts nothing off. */
  print: (text: string) => Promise<void>
  say: (text: string) => void
}>

type Stream = Pick<NodeJS.WriteStream, 'write' | 'on'>

/** `onGone` is called when nobody reads stdout any more, as behind `| head`: that is an end, not an error. */
export function outputTo(stdout: Stream, stderr: Stream, onGone: () => void): Output {
  let gone = false
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
    gone = true
    onGone()
  })
  // What could not be said on stderr can't be said anywhere.
  stderr.on('error', () => undefined)
  return {
    print: (text) =>
      new Promise((resolve) => {
        if (gone) return resolve()
        stdout.write(`${text}\n`, () => resolve())
      }),
    say: (text) => void stderr.write(`${text}\n`),
  }
}

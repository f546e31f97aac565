/** A batch's file as an answer of the contract: its bytes are read when the transport sends them, and not before. */

type Parts = AsyncGenerator<Uint8Array>

/** Nothing of it is ever shown as a page, whatever the producer put into it. */
const type = 'application/octet-stream'

type Whole = Readonly<{ name: string; bytes: number; parts: Parts }>

export class DownloadedFile extends File {
  /** With its first part read, so that a file that is not there or was changed is told instead of answered. */
  static async of({ name, bytes, parts }: Whole): Promise<DownloadedFile> {
    const first = await parts.next()
    return new DownloadedFile({ name, bytes, parts: first.done === true ? parts : startingWith(first.value, parts) })
  }

  readonly #parts: Parts

  private constructor({ name, bytes, parts }: Whole) {
    super([], name, { type })
    this.#parts = parts
    // What it says of its size, before any of it was read, is what is there.
    Object.defineProperty(this, 'size', { value: bytes })
  }

  /** Once: the parts are read as they are pulled, so no more than a few of them are in memory. */
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const parts = this.#parts
    return new ReadableStream(
      {
        pull: async (controller) => {
          const { value, done } = await parts.next()
          if (done === true) controller.close()
          else controller.enqueue(new Uint8Array(value))
        },
        cancel: async () => void (await parts.return(undefined)),
      },
      { highWaterMark: 1 },
    )
  }
}

async function* startingWith(first: Uint8Array, rest: Parts): Parts {
  try {
    yield first
    yield* rest
  } finally {
    // Also when nobody ever wanted more than the first.
    await rest.return(undefined)
  }
}

/** The same with all its bytes, for a line that carries whole messages. */
export async function wholeFile(name: string, parts: Parts): Promise<File> {
  const all: Uint8Array<ArrayBuffer>[] = []
  for await (const part of parts) all.push(new Uint8Array(part))
  return new File(all, name, { type })
}

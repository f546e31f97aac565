/**
 * A part of a batch's contents that stands for all of it: those whose hash is divisible by a power of two, so that of any
 * two batches the same ones are kept. By it a file is recognised whose rows came before under other TxIds, renamed,
 * reordered or written in another format; of a small file everything is kept.
 */
const keptMax = 8_192

export type Sketch = Readonly<{ every: number; contents: Float64Array }>

export class Sketcher {
  #every = 1
  #kept: number[] = []

  add(content: number): void {
    if (content % this.#every !== 0) return
    this.#kept.push(content)
    if (this.#kept.length < keptMax * 2) return
    this.#every *= 2
    this.#kept = this.#kept.filter((each) => each % this.#every === 0)
  }

  sketch(): Sketch {
    return { every: this.#every, contents: Float64Array.from(this.#kept).sort() }
  }
}

/** How much of one is in the other, counting what is there several times as often as it is there: from 0 to 1. */
export function shareIn(of: Sketch, other: Sketch): number {
  const every = Math.max(of.every, other.every)
  const [ours, theirs] = [thinned(of, every), thinned(other, every)]
  if (ours.length === 0) return 0
  let both = 0
  for (let i = 0, j = 0; i < ours.length && j < theirs.length; ) {
    const difference = (ours[i] ?? 0) - (theirs[j] ?? 0)
    if (difference === 0) both += 1
    if (difference <= 0) i += 1
    if (difference >= 0) j += 1
  }
  return both / ours.length
}

const thinned = ({ every, contents }: Sketch, to: number): Float64Array =>
  every === to ? contents : contents.filter((each) => each % to === 0)

/** What is left of it without these contents, each taken away as often as it is among them. */
export function sketchWithout({ every, contents }: Sketch, gone: readonly number[]): Sketch {
  const times = new Map<number, number>()
  for (const content of gone) times.set(content, (times.get(content) ?? 0) + 1)
  const left = contents.filter((content) => {
    const count = times.get(content) ?? 0
    if (count > 0) times.set(content, count - 1)
    return count === 0
  })
  return { every, contents: left }
}

export const packSketch = ({ contents }: Sketch): Buffer =>
  Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength)

export function unpackSketch(every: number, packed: Uint8Array): Sketch {
  const { buffer } = new Uint8Array(packed)
  return { every, contents: new Float64Array(buffer) }
}

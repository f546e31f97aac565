import { describe, expect, it } from 'vitest'
import { addsUp, piecesOf, samplesOfMappings } from './mapped-pieces.ts'

const samples = samplesOfMappings()

const sampleOf = (name: string) => {
  const sample = samples.find((one) => one.name === name)
  if (sample === undefined) throw new Error(`no sample ${name}`)
  return sample
}

describe('a sample of a bank, a gateway or a producer', () => {
  it.each(samples.map(({ name }) => name))('%s reads as expected, and adds up where it should', async (name) => {
    const { bytes, mapping, expected } = sampleOf(name)
    const pieces = await piecesOf([bytes], mapping)
    expect(pieces).toEqual(expected.pieces)
    expect(addsUp(pieces)).toEqual(expected.addsUp)
  })

  it.each([
    'own/hong-kong-newest-first.csv',
    'own/two-accounts-utf16.txt',
    'own/german-windows-1252.csv',
    'own/hong-kong-big5.csv',
    'own/berlin-group.json',
    'own/producer-settlement.ndjson',
  ])('%s reads the same wherever its bytes are cut', async (name) => {
    const { bytes, mapping, expected } = sampleOf(name)
    for (let at = 1; at < bytes.length; at += 1) {
      expect(await piecesOf([bytes.subarray(0, at), bytes.subarray(at)], mapping)).toEqual(expected.pieces)
    }
    expect(
      await piecesOf(
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
        mapping,
      ),
    ).toEqual(expected.pieces)
  })
})

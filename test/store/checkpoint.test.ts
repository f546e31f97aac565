/** When the log is folded into the store, and that a fold which fails costs nobody a command. */

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Checkpoints } from '../../engine/store/checkpoint.ts'
import { connect } from '../../engine/store/connection.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { sizeOf } from './on-disk.ts'

const key = randomBytes(32)
let folder: string
let file: string
let writer: Database.Database

beforeEach(() => {
  folder = makeFolder()
  file = path.join(folder, 'store.db')
  writer = connect({ file, key, mode: 'write' })
  writer.exec('CREATE TABLE block (bytes BLOB NOT NULL) STRICT')
})
afterEach(() => {
  writer.close()
  removeFolder(folder)
})

const write = (mebibytes: number) => writer.prepare('INSERT INTO block VALUES (randomblob(?))').run(mebibytes * 2 ** 20)
const logBytes = () => sizeOf(`${file}-wal`)

describe('a checkpoint', () => {
  it('waits until no command waits, and leaves a short log alone even then', () => {
    const checkpoints = new Checkpoints(writer)
    write(1)
    checkpoints.whenIdle()
    expect(logBytes()).toBeGreaterThan(2 ** 20)
    write(5)
    checkpoints.afterCommand()
    expect(logBytes()).toBeGreaterThan(5 * 2 ** 20)
    checkpoints.whenIdle()
    expect(logBytes()).toBe(0)
  })

  it('is not taken at every pause of a caller that asks again at once, unless the log has grown', () => {
    let now = 0
    const checkpoints = new Checkpoints(writer, () => now)
    write(5)
    checkpoints.whenIdle()
    expect(logBytes()).toBe(0)
    write(5)
    now = 999
    checkpoints.whenIdle()
    expect(logBytes()).toBeGreaterThan(5 * 2 ** 20)
    write(60)
    checkpoints.whenIdle()
    expect(logBytes()).toBe(0)
    write(5)
    now = 2_000
    checkpoints.whenIdle()
    expect(logBytes()).toBe(0)
  })

  it('at the end folds in a log of any length', () => {
    write(1)
    new Checkpoints(writer).last()
    expect(logBytes()).toBe(0)
  })

  it('never waits for a reader: it copies what the reader allows, and the rest later', () => {
    const checkpoints = new Checkpoints(writer)
    const reader = connect({ file, key, mode: 'read' })
    reader.exec('BEGIN')
    expect(reader.prepare('SELECT count(*) FROM block').pluck().get()).toBe(0)
    write(6)
    const before = performance.now()
    checkpoints.whenIdle()
    // The busy timeout is five seconds: any waiting would be that long.
    expect(performance.now() - before).toBeLessThan(2_500)
    expect(logBytes()).toBeGreaterThan(6 * 2 ** 20)
    expect(reader.prepare('SELECT count(*) FROM block').pluck().get()).toBe(0)
    reader.exec('COMMIT')
    reader.close()
    checkpoints.whenIdle()
    expect(logBytes()).toBe(0)
    expect(writer.pragma('busy_timeout', { simple: true })).toBe(5_000)
  })
})

import { describe, expect, it } from 'vitest'
import { commandIds, commands } from '../../renderer/keys/commands.ts'
import { matchStroke, type Place } from '../../renderer/keys/match.ts'
import { type KeyPress, keysText, strokeOf } from '../../renderer/keys/stroke.ts'

const press = (key: string, changed: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...changed,
})
const place = (changed: Partial<Place> = {}): Place => ({
  typing: false,
  work: true,
  grid: false,
  covered: false,
  singleKeys: true,
  ...changed,
})
const everything = (): boolean => true

describe('a stroke', () => {
  it('is written as the table of commands writes it', () => {
    expect(strokeOf(press('j'), false)).toBe('J')
    expect(strokeOf(press('J', { shiftKey: true }), false)).toBe('Shift+J')
    expect(strokeOf(press('?', { shiftKey: true }), false)).toBe('?')
    expect(strokeOf(press('k', { ctrlKey: true }), false)).toBe('Mod+K')
    expect(strokeOf(press('k', { metaKey: true }), true)).toBe('Mod+K')
    expect(strokeOf(press('F6', { shiftKey: true }), false)).toBe('Shift+F6')
  })

  it('is nothing while a character is composed, and for modifiers and characters made with them', () => {
    expect(strokeOf(press('j', { isComposing: true }), false)).toBeNull()
    expect(strokeOf(press('Shift', { shiftKey: true }), false)).toBeNull()
    expect(strokeOf(press('@', { altKey: true, ctrlKey: true }), false)).toBeNull()
    expect(strokeOf(press('k', { ctrlKey: true }), true)).toBeNull()
  })

  it('is the key itself when an input method hides the character', () => {
    expect(strokeOf(press('Process', { code: 'KeyJ' }), false)).toBe('J')
  })
})

describe('a command', () => {
  it('is given by its key where its scope reaches', () => {
    expect(matchStroke('', 'J', place(), everything)).toEqual({ type: 'command', id: 'list.next' })
    expect(matchStroke('', 'J', place({ work: false }), everything)).toEqual({ type: 'none' })
    expect(matchStroke('', 'J', place({ typing: true }), everything)).toEqual({ type: 'none' })
    expect(matchStroke('', 'Enter', place({ grid: true }), everything)).toEqual({ type: 'command', id: 'list.open' })
    expect(matchStroke('', 'Enter', place(), everything)).toEqual({ type: 'none' })
  })

  it('with a modifier works while typing, but never under a dialog', () => {
    expect(matchStroke('', 'Mod+K', place({ typing: true }), everything)).toEqual({
      type: 'command',
      id: 'palette.open',
    })
    expect(matchStroke('', 'Mod+K', place({ covered: true }), everything)).toEqual({ type: 'none' })
  })

  it('may be a sequence, which a wrong key ends without being swallowed', () => {
    expect(matchStroke('', 'G', place(), everything)).toEqual({ type: 'begun', prefix: 'G' })
    expect(matchStroke('G', 'B', place(), everything)).toEqual({ type: 'command', id: 'go.batches' })
    expect(matchStroke('G', 'K', place(), everything)).toEqual({ type: 'command', id: 'list.previous' })
  })

  it('of one character can be switched off; others stay', () => {
    const off = place({ singleKeys: false, grid: true })
    expect(matchStroke('', 'J', off, everything)).toEqual({ type: 'none' })
    expect(matchStroke('', 'G', off, everything)).toEqual({ type: 'none' })
    expect(matchStroke('', 'Shift+D', off, everything)).toEqual({ type: 'none' })
    expect(matchStroke('', 'Shift+D', place(), everything)).toEqual({ type: 'command', id: 'wallet.deposit' })
    expect(matchStroke('', 'Enter', off, everything)).toEqual({ type: 'command', id: 'list.open' })
  })

  it('by the space bar is given in a grid only: elsewhere the bar presses the button in focus', () => {
    expect(strokeOf(press(' '), false)).toBe('Space')
    expect(matchStroke('', 'Space', place({ grid: true }), everything)).toEqual({ type: 'command', id: 'list.select' })
    expect(matchStroke('', 'Space', place(), everything)).toEqual({ type: 'none' })
    expect(matchStroke('', 'X', place(), everything)).toEqual({ type: 'command', id: 'list.select' })
  })

  it('that nothing on the page does is not given', () => {
    expect(matchStroke('', '.', place(), (id) => id !== 'list.reload')).toEqual({ type: 'none' })
  })
})

it('no two commands share a key', () => {
  const keys = commandIds.flatMap((id) => commands[id].keys)
  expect(new Set(keys).size).toBe(keys.length)
})

it('never puts a plain character where people type', () => {
  const anywhere = commandIds.filter((id) => commands[id].scope === 'anywhere').flatMap((id) => commands[id].keys)
  expect(anywhere.every((keys) => /^(Mod\+|Shift\+)?(\w|F\d+)$/.test(keys) && keys.length > 1)).toBe(true)
})

it('writes keys as each system does', () => {
  expect(keysText('Mod+K', true)).toBe('⌘K')
  expect(keysText('Mod+K', false)).toBe('Ctrl+K')
  expect(keysText('G B', false)).toBe('G B')
})

import { expect, it } from 'vitest'
import { formatClock, formatInstant } from '../../renderer/time/format.ts'

it('shows an instant in the workspace’s zone, whatever the zone of the machine', () => {
  expect(formatInstant('2026-11-20T06:02:11.000Z', 'Asia/Hong_Kong')).toBe('2026-11-20 14:02:11')
  expect(formatInstant('2026-11-20T16:00:00.000Z', 'Asia/Hong_Kong')).toBe('2026-11-21 00:00:00')
  expect(formatClock('2026-11-20T06:02:11.000Z', 'Asia/Hong_Kong')).toBe('14:02:11')
})

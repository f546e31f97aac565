/** Where the window opens. A place is kept only while there is a screen under it: monitors come and go. */
import type { Bounds } from './settings.ts'

export type Placement = Readonly<{ width: number; height: number } | Bounds>

export const smallest = { width: 800, height: 560 } as const
const usual = { width: 1440, height: 900 } as const

/** So much of the window must be on one screen that a person can take hold of its title bar. */
const gripWidth = 120
const gripHeight = 40

/** `screens` are work areas, the primary one first. */
export function placeWindow(saved: Bounds | null, screens: readonly Bounds[]): Placement {
  const primary = screens[0]
  const room = primary ?? { ...usual, x: 0, y: 0 }
  const standard = { width: Math.min(usual.width, room.width), height: Math.min(usual.height, room.height) }
  if (saved === null) return standard
  const screen = screens.find((area) => showsTitleBar(saved, area))
  if (screen === undefined) return standard
  return {
    x: saved.x,
    y: saved.y,
    width: Math.max(smallest.width, Math.min(saved.width, screen.width)),
    height: Math.max(smallest.height, Math.min(saved.height, screen.height)),
  }
}

function showsTitleBar(window: Bounds, screen: Bounds): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const topIsInside = window.y >= screen.y && window.y + gripHeight <= screen.y + screen.height
  return across >= gripWidth && topIsInside
}

/** F6 and "[" "]": the focus goes from one part of the page to the next, and round again. */
export function focusRegion(step: 1 | -1): void {
  const regions = visible('[data-region]')
  // The deepest region counts: a pane lies inside of the body that holds the list too.
  const now = regions.findLastIndex((region) => region.contains(document.activeElement))
  enter(regions.at((now + step + regions.length) % Math.max(regions.length, 1)))
}

export function focusPaneSection(step: 1 | -1): void {
  const sections = visible('[data-pane-section]')
  const now = sections.findIndex((section) => section.contains(document.activeElement))
  const next =
    now === -1 ? (step === 1 ? 0 : sections.length - 1) : Math.min(Math.max(now + step, 0), sections.length - 1)
  sections[next]?.focus()
}

export function focusPane(): void {
  const pane = visible('[data-pane]')[0]
  // Into what is said and not onto the cross above it, which a second Enter would press.
  const body = pane?.querySelector<HTMLElement>('[role="group"][tabindex="0"]')
  if (body) body.focus()
  else enter(pane)
}

function visible(selector: string): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.offsetParent !== null)
}

const focusable =
  '.ag-cell-focus, [aria-current="page"], h1[tabindex], a[href], button:not(:disabled), input:not(:disabled), [tabindex]:not([tabindex="-1"])'

function enter(region: HTMLElement | undefined): void {
  const target = region?.querySelector<HTMLElement>('.ag-cell-focus, [aria-current="page"]')
  const first = target ?? region?.querySelector<HTMLElement>(focusable)
  first?.focus()
}

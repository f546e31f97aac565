import { useEffect, useState } from 'react'

/** What has a problem says so to everybody; a group of boxes, which can't, has `data-problem`. */
const withProblem = '[aria-invalid="true"], [data-problem] input'

/** A form that is not taken leads to the first thing to mend, which may have been scrolled out of sight. */
export function useFirstProblem(): (form: HTMLFormElement) => void {
  const [refused, setRefused] = useState<Readonly<{ form: HTMLFormElement }> | null>(null)
  useEffect(() => refused?.form.querySelector<HTMLElement>(withProblem)?.focus(), [refused])
  return (form) => setRefused({ form })
}

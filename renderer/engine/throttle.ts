/** Calls at once, then at most once in each span, and never drops the last call of a burst. */
export function throttle(call: () => void, spanMs: number): Readonly<{ call: () => void; cancel: () => void }> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const rest = (): void => {
    timer = undefined
    if (!again) return
    again = false
    run()
  }
  const run = (): void => {
    timer = setTimeout(rest, spanMs)
    call()
  }
  return {
    call: () => {
      if (timer === undefined) run()
      else again = true
    },
    cancel: () => clearTimeout(timer),
  }
}

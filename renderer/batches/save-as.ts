/** Hands a file to the browser, or to the desktop shell's own dialog, under its name. */
export function saveAs(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Not at once: the browser only begins to read it when the click is over.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

// Arguments of one call are bounded, and a file has more bytes than that.
const piece = 0x8000

/** Bytes as text, for a call whose message is text. */
export function base64Of(bytes: Uint8Array): string {
  let characters = ''
  for (let at = 0; at < bytes.length; at += piece) characters += String.fromCharCode(...bytes.subarray(at, at + piece))
  return btoa(characters)
}

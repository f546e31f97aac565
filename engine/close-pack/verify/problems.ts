/** What a check of a close pack can find. Each names the file that it is about, where it is about one. */

export type PackProblem =
  /** It is no ZIP file, or its end is missing. */
  | Readonly<{ code: 'unreadable'; reason: string }>
  | Readonly<{ code: 'too_many_files'; files: number }>
  /** Its name leads out of the folder into which somebody may unpack it. */
  | Readonly<{ code: 'path_unsafe'; file: string }>
  | Readonly<{ code: 'file_twice'; file: string }>
  | Readonly<{ code: 'file_unknown'; file: string }>
  | Readonly<{ code: 'file_missing'; file: string }>
  /** Files lie in a pack as they are: what is compressed or encrypted was not put there by us, and is not unpacked. */
  | Readonly<{ code: 'file_packed'; file: string }>
  | Readonly<{ code: 'file_too_large'; file: string; bytes: number; bytesMax: number }>
  /** What stands around a file's content, or behind the last one, is not what stands there in a pack. */
  | Readonly<{ code: 'container_changed'; file: string | null }>
  | Readonly<{ code: 'file_changed'; file: string }>
  | Readonly<{ code: 'manifest_unreadable' }>
  | Readonly<{ code: 'signature_wrong' }>
  | Readonly<{ code: 'key_differs'; fingerprint: string; expected: string }>
  | Readonly<{ code: 'anchor_unreadable' }>
  | Readonly<{ code: 'anchor_forged' }>
  /** The anchor speaks of another workspace, or is signed with another key than the pack. */
  | Readonly<{ code: 'anchor_differs' }>
  | Readonly<{ code: 'document_unreadable'; reason: string }>
  | Readonly<{ code: 'document_differs'; field: string }>
  | Readonly<{ code: 'table_unreadable'; file: string; line: number }>
  | Readonly<{ code: 'table_differs'; file: string; what: 'rows' | 'sums' | 'head' }>
  | Readonly<{ code: 'balance_wrong'; account: string; currency: string }>
  | Readonly<{ code: 'books_do_not_balance'; currency: string }>
  | Readonly<{ code: 'proof_wrong'; account: string; currency: string; day: string }>
  | Readonly<{ code: 'verdict_wrong'; says: string; found: string }>

export type PackVerdict = Readonly<{
  isSound: boolean
  file: string
  problems: readonly PackProblem[]
  /** As far as they could be read; nothing of it is to be believed where something is wrong. */
  pack: Readonly<{
    workspace: string
    from: string
    to: string
    madeAt: string
    madeBy: string
    fingerprint: string
    files: number
    bytes: number
    isClosed: boolean | null
    proves: string | null
    anchorSeq: number | null
  }> | null
}>

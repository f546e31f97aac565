import { CompleteButton } from './CompleteButton.tsx'
import { ScanButton } from './ScanButton.tsx'

/** What a person may do about the drop folders, where batches are listed. */
export function FolderActions() {
  return (
    <>
      <CompleteButton />
      <ScanButton />
    </>
  )
}

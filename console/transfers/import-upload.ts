import { useSyncExternalStore } from 'react'
import type { StatementImport } from '../../src/transfer/wire.ts'
import { apiUrl } from '../api/client.ts'
import { sendFile } from '../api/upload.ts'

/** A file of statements that is being sent, or could not be. */
export interface ImportUpload {
  readonly name: string
  readonly bytes: number
  readonly sentBytes: number
  readonly error: unknown
  readonly cancel: () => void
}

let current: ImportUpload | undefined
const listeners = new Set<() => void>()

function set(next: ImportUpload | undefined): void {
  current = next
  for (const listener of listeners) listener()
}

/** The upload under way, which goes on while pages change. */
export const useImportUpload = (): ImportUpload | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )

export const forgetImportUpload = (): void => set(undefined)

/** Leaving the page would break the upload off. */
const warn = (event: BeforeUnloadEvent): void => event.preventDefault()

/** Sends a file of statements; it is then an import. @returns the import, undefined if it failed. */
export async function uploadImport(
  file: File,
  keepAuthority: boolean,
): Promise<StatementImport | undefined> {
  const { result, cancel } = sendFile<StatementImport>({
    file,
    url: apiUrl('/imports', {
      fileName: file.name.normalize('NFC'),
      keepAuthority: keepAuthority || undefined,
    }),
    type: 'application/x-ndjson',
    onProgress: ({ sentBytes }) => current && set({ ...current, sentBytes }),
  })
  set({
    name: file.name,
    bytes: file.size,
    sentBytes: 0,
    error: undefined,
    cancel() {
      cancel()
      removeEventListener('beforeunload', warn)
      set(undefined)
    },
  })
  addEventListener('beforeunload', warn)
  try {
    const made = await result
    set(undefined)
    return made
  } catch (error) {
    if (current) set({ ...current, error })
    return undefined
  } finally {
    removeEventListener('beforeunload', warn)
  }
}

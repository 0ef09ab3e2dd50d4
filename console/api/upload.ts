import { ApiError, apiUrl, errorOf } from './client.ts'
import type { UploadResult } from './types.ts'

export interface UploadProgress {
  readonly sentBytes: number
  readonly totalBytes: number
}

export interface UploadRequest {
  readonly file: File
  /** `check` only looks: nothing is stored. */
  readonly mode: 'import' | 'check'
  /** The package that the file is a new version of. */
  readonly package?: string | undefined
  readonly onProgress: (progress: UploadProgress) => void
}

export interface Upload {
  readonly result: Promise<UploadResult>
  readonly cancel: () => void
}

/** Sends one zip. XMLHttpRequest, because `fetch` does not tell how much has been sent. A cancelled upload never settles. */
export function sendPackage({ file, mode, package: replaced, onProgress }: UploadRequest): Upload {
  const request = new XMLHttpRequest()
  const path = mode === 'check' ? '/packages/check' : '/packages'
  const result = new Promise<UploadResult>((resolve, reject: (error: ApiError) => void) => {
    request.open('POST', apiUrl(path, { fileName: file.name.normalize('NFC'), package: replaced }))
    request.setRequestHeader('content-type', 'application/zip')
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = (event) =>
      onProgress({ sentBytes: event.loaded, totalBytes: event.total || file.size })
    request.upload.onload = () => onProgress({ sentBytes: file.size, totalBytes: file.size })
    request.onerror = () => reject(new ApiError({}, 0))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as UploadResult)
        return
      }
      reject(
        errorOf(request.status, request.responseText, request.getResponseHeader('x-request-id')),
      )
    }
    request.send(file)
  })
  return { result, cancel: () => request.abort() }
}

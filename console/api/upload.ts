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

export interface Upload<Result = UploadResult> {
  readonly result: Promise<Result>
  readonly cancel: () => void
}

/** Sends one zip. */
export const sendPackage = ({ file, mode, package: replaced, onProgress }: UploadRequest): Upload =>
  sendFile<UploadResult>({
    file,
    url: apiUrl(mode === 'check' ? '/packages/check' : '/packages', {
      fileName: file.name.normalize('NFC'),
      package: replaced,
    }),
    type: 'application/zip',
    onProgress,
  })

export interface FileRequest {
  readonly file: File
  readonly url: string
  /** Media type of the body. */
  readonly type: string
  readonly onProgress: (progress: UploadProgress) => void
}

/** Sends one file. XMLHttpRequest, because `fetch` does not tell how much has been sent. A cancelled upload never settles. */
export function sendFile<Result>({ file, url, type, onProgress }: FileRequest): Upload<Result> {
  const request = new XMLHttpRequest()
  const result = new Promise<Result>((resolve, reject: (error: ApiError) => void) => {
    request.open('POST', url)
    request.setRequestHeader('content-type', type)
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = (event) =>
      onProgress({ sentBytes: event.loaded, totalBytes: event.total || file.size })
    request.upload.onload = () => onProgress({ sentBytes: file.size, totalBytes: file.size })
    request.onerror = () => reject(new ApiError({}, 0))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as Result)
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

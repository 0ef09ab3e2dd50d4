import type { Readable } from 'node:stream'
import { Problem } from '../base/problem.ts'
import { findFile } from './find-file.ts'
import { mimeType } from './mime-types.ts'
import type { PackageFile } from './package.ts'
import type { ByteRange, FileStore, PackageReader } from './store.ts'

/** The parts of a request for a file that the answer depends on. */
export interface FileRequest {
  readonly version: string
  /** Path in the package as in the URL, still percent-encoded, without a leading `/`. */
  readonly rawPath: string
  readonly ifNoneMatch?: string | undefined
  readonly ifRange?: string | undefined
  readonly range?: string | undefined
}

export interface FileAnswer {
  readonly status: 200 | 206 | 304 | 416
  /** Of the file, as it is in the package. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Opens the bytes to send; absent where there are none. */
  readonly open?: () => Promise<Readable>
}

/**
 * Answers a request for a file of a package version [RFC 9110 13.1, 14]. A version never changes, so its files may be kept
 * for good; video players ask for ranges.
 * @throws Problem `not-found`
 */
export const serveFile =
  (reader: Pick<PackageReader, 'packageFile' | 'packageFilesFolded'>, files: FileStore) =>
  async (request: FileRequest): Promise<FileAnswer> => {
    const file = await findFile(reader)(request.version, request.rawPath)
    if (!file) throw new Problem('not-found', 'The package has no file of this name.')
    const etag = `"${file.sha256}"`
    const headers = {
      ETag: etag,
      'Cache-Control': 'private, max-age=31536000, immutable',
      'Accept-Ranges': 'bytes',
    }
    if (matches(request.ifNoneMatch, etag)) return { status: 304, path: file.path, headers }
    const isSame = request.ifRange === undefined || request.ifRange === etag
    const range = isSame ? parseRange(request.range, file.bytes) : undefined
    return answer(file, range, { headers, open: (part) => files.open(file.sha256, part) })
  }

function answer(
  file: PackageFile,
  range: ByteRange | 'unsatisfiable' | undefined,
  given: {
    readonly headers: FileAnswer['headers']
    readonly open: (range?: ByteRange) => Promise<Readable>
  },
): FileAnswer {
  const { headers, open } = given
  const type = { ...headers, 'Content-Type': mimeType(file.path) }
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      path: file.path,
      headers: { ...headers, 'Content-Range': `bytes */${file.bytes}` },
    }
  }
  if (!range) {
    const complete = { ...type, 'Content-Length': String(file.bytes) }
    return { status: 200, path: file.path, headers: complete, open: () => open() }
  }
  const part = {
    ...type,
    'Content-Length': String(range.end - range.start + 1),
    'Content-Range': `bytes ${range.start}-${range.end}/${file.bytes}`,
  }
  return { status: 206, path: file.path, headers: part, open: () => open(range) }
}

/** If-None-Match: `*`, or a list in which weak and strong count alike [RFC 9110 13.1.2]. */
const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))

/** One range of bytes [RFC 9110 14.1.2]. Several at once, and what is not a range, are answered with the whole file. */
export function parseRange(
  header: string | undefined,
  bytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '')
  if (!match) return undefined
  const [first, last] = [match[1]!, match[2]!]
  if (first === '') {
    if (last === '') return undefined
    const count = Math.min(Number(last), bytes)
    return count === 0 ? 'unsatisfiable' : { start: bytes - count, end: bytes - 1 }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return undefined
  if (start >= bytes) return 'unsatisfiable'
  return { start, end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) }
}

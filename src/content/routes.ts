import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { Problem } from '../base/problem.ts'
import { fold } from '../base/text.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Operation } from '../http/operation.ts'
import type { Profile } from '../runtime/index.ts'
import { type ContentParts, openContent } from './open-content.ts'
import { packageById } from './package-version.ts'
import { serveFile } from './serve-file.ts'
import type { FileStore, PackageReader } from './store.ts'
import { checkResult, importResult, packageDetail, packageSummary } from './to-wire.ts'
import type {
  CheckResult,
  ImportResult,
  PackageDetail,
  PackageFindings,
  PackageList,
} from './wire.ts'

const fileName = {
  description: 'Name of the file, as people will know it.',
  schema: { type: 'string', maxLength: 255 },
}

const profile = {
  description:
    'How exactly the calls of the course are judged: by the letter of its standard, or tolerantly where learners lose nothing by it. A version keeps it.',
  schema: { type: 'string', enum: ['conformant', 'tolerant'], default: 'tolerant' },
}

const listQuery = {
  q: {
    description: 'Part of the title; case and accents do not count.',
    schema: { type: 'string', maxLength: 200 },
  },
  ...pageParameters(),
}

/** Packages at /api/v1. */
export const contentOperations = (parts: ContentParts): Operation[] => [
  ...uploadOperations(parts),
  ...readOperations(parts.store),
]

function uploadOperations(parts: ContentParts): Operation[] {
  const { importPackage, checkPackage } = openContent(parts)
  const { packageBytesMax } = parts.limits
  return [
    {
      method: 'post',
      path: '/packages',
      id: 'importPackage',
      summary: 'Upload a course; with `package`, as the next version of that package',
      tag: 'Packages',
      requires: 'packages/write',
      reach: { kind: 'package', by: 'package', from: 'query' },
      query: {
        fileName,
        package: {
          description: 'Id of the package that gets a new version.',
          schema: { type: 'string', maxLength: 36 },
        },
        profile,
      },
      body: 'binary',
      answer: 'api/import-result',
      status: 201,
      async handle({ principal, query }, request): Promise<ImportResult> {
        refuseUpload(request, packageBytesMax)
        const version = await importPackage(request, {
          fileName: fileNameOf(query.fileName),
          package: query.package as string | undefined,
          profile: query.profile as Profile | undefined,
          by: principal!.id,
        })
        return importResult(version)
      },
    },
    {
      method: 'post',
      path: '/packages/check',
      id: 'checkPackage',
      isAudited: false,
      summary: 'Read a course as an upload would, and store nothing',
      tag: 'Packages',
      requires: 'packages/write',
      reach: 'rows',
      query: { fileName },
      body: 'binary',
      answer: 'api/import-check',
      async handle(_call, request): Promise<CheckResult> {
        refuseUpload(request, packageBytesMax)
        return checkResult(await checkPackage(request))
      },
    },
  ]
}

function readOperations(store: PackageReader): Operation[] {
  return [
    {
      method: 'get',
      path: '/packages',
      id: 'listPackages',
      summary: 'List packages, last changed first',
      tag: 'Packages',
      requires: 'packages/read',
      reach: 'rows',
      query: listQuery,
      answer: 'api/package-list',
      async handle({ query, reach }): Promise<PackageList> {
        const titleFolded = fold(String(query.q ?? ''))
        const page = await store.listPackages({ titleFolded, reach }, pageOfQuery(query))
        return { ...page, items: page.items.map(packageSummary) }
      },
    },
    {
      method: 'get',
      path: '/packages/{id}',
      id: 'getPackage',
      summary: 'Show a package: its versions, its structure and its import report',
      tag: 'Packages',
      requires: 'packages/read',
      reach: { kind: 'package', by: 'id' },
      answer: 'api/package-detail',
      async handle({ params }): Promise<PackageDetail> {
        const found = await packageById(store)(params.id!)
        return packageDetail(found, await store.packageVersions(found.id))
      },
    },
    {
      method: 'get',
      path: '/packages/{id}/versions/{number}/findings',
      id: 'getPackageFindings',
      summary: 'Show the import report of one version',
      tag: 'Packages',
      requires: 'packages/read',
      reach: { kind: 'package', by: 'id' },
      answer: 'api/package-findings',
      async handle({ params }): Promise<PackageFindings> {
        const number = /^[1-9]\d{0,8}$/.test(params.number!) ? Number(params.number) : 0
        const version = await store.packageVersionByNumber(params.id!, number)
        if (!version) {
          throw new Problem('package-not-found', 'There is no such package, or no such version.')
        }
        return { verdict: version.verdict, findings: version.findings }
      },
    },
  ]
}

/**
 * Refuses at once what is not a zip by its own words, or announces too many bytes; what announces nothing is counted while it
 * comes. Any other content type passes: browsers and scripts have many for a zip.
 */
function refuseUpload(request: Request, bytesMax: number): void {
  const isForm = /^multipart\//i.test(request.get('content-type') ?? '')
  if (isForm || !/^(identity)?$/i.test(request.get('content-encoding') ?? '')) {
    throw new Problem(
      'unsupported-media-type',
      'Send the zip itself as the body, not in a form (with curl: --data-binary @course.zip) and not encoded.',
      { pointer: isForm ? 'Content-Type' : 'Content-Encoding' },
    )
  }
  if (Number(request.get('content-length') ?? 0) <= bytesMax) return
  throw new Problem('package-too-large', `The package is larger than ${bytesMax} bytes.`, {
    limit: bytesMax,
  })
}

/** The last segment of what the client gave, without control characters. */
const fileNameOf = (given: unknown): string =>
  String(given ?? '')
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}/gu, '')
    .normalize('NFC')
    .trim() || 'package.zip'

export interface FileRouteParts {
  readonly store: PackageReader
  readonly files: FileStore
  /** The id of the version whose files the access text of a URL opens at a host; undefined if it is wrong or too old. */
  readonly verifyAccess: (access: string, host: string | undefined) => string | undefined
  /** Told of each file that is given out, with the access text that opened it. */
  readonly onServed?: (access: string, path: string) => void
  /** Origin of the console, which may frame content. */
  readonly appUrl: string
  /** Sources of a Content-Security-Policy from which courses may load, and with which they may talk; none by default. */
  readonly contentHosts?: readonly string[]
  readonly sandbox?: readonly string[] | undefined
}

/**
 * The files of packages on the content origin, at `/_c/{access}/{path}`. They are strangers' programs: they get no cookie, no
 * service worker, no permission, and may talk to their own origin only, and to the hosts that the operator names.
 */
export function fileRoutes({
  store,
  files,
  verifyAccess,
  onServed,
  appUrl,
  contentHosts = [],
  sandbox,
}: FileRouteParts): Router {
  const serve = serveFile(store, files)
  const headers = fileHeaders({ appUrl, contentHosts, sandbox })
  const router = Router()
  router.all('/_c/:access/*path', async (request, response) => {
    response.set(headers)
    refuseUnsafe(request, response)
    const version = verifyAccess(request.params.access!, request.host)
    if (version === undefined)
      throw new Problem('forbidden', 'This link to the course has expired.')
    const answer = await serve({
      version,
      rawPath: rawPathOf(request),
      ifNoneMatch: request.get('if-none-match'),
      ifRange: request.get('if-range'),
      range: request.method === 'GET' ? request.get('range') : undefined,
    })
    if (request.method === 'GET' && answer.status !== 416) {
      onServed?.(request.params.access!, answer.path)
    }
    const body = request.method === 'GET' ? await answer.open?.() : undefined
    // Not `response.set`, which would add a charset that old pages do not have.
    response.status(answer.status).setHeaders(new Map(Object.entries(answer.headers)))
    if (body) await send(body, response)
    else response.end()
  })
  return router
}

function refuseUnsafe(request: Request, response: Response): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    throw new Problem('method-not-allowed', 'Files can be read only.')
  }
  // A service worker would see the requests of every course on this origin, and outlive this one.
  if (request.get('service-worker') === 'script') {
    throw new Problem('forbidden', 'Courses cannot install service workers.')
  }
}

function fileHeaders({
  appUrl,
  contentHosts = [],
  sandbox,
}: Pick<FileRouteParts, 'appUrl' | 'contentHosts' | 'sandbox'>): Record<string, string> {
  const own = ["'self'", ...contentHosts].join(' ')
  return {
    'Content-Security-Policy': [
      `default-src ${own} 'unsafe-inline' 'unsafe-eval' data: blob:`,
      `connect-src ${own}`,
      `frame-src ${own}`,
      `frame-ancestors 'self' ${appUrl}`,
      "form-action 'self'",
      "base-uri 'self'",
      "object-src 'none'",
      ...(sandbox ? [`sandbox ${sandbox.join(' ')}`] : []),
    ].join('; '),
    'Referrer-Policy': 'no-referrer',
    'Origin-Agent-Cluster': '?1',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}

/** The path behind the access text as the client wrote it. */
const rawPathOf = (request: Request): string =>
  /^\/[^/]+\/[^/]+\/([^?]*)/.exec(request.originalUrl)?.[1] ?? ''

/** A learner who goes away in the middle of a video is no error. */
async function send(body: NodeJS.ReadableStream, response: Response): Promise<void> {
  try {
    await pipeline(body, response)
  } catch (error) {
    if (!response.destroyed) throw error
  }
}

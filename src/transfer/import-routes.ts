import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request } from 'express'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Operation } from '../http/operation.ts'
import { type BeginParts, beginFileImport, beginPull } from './begin-import.ts'
import { importChanges, importsSeenBy } from './change-import.ts'
import { type ImportFiles, receiveFile } from './import-files.ts'
import type { TransferReader, TransferWriter } from './store.ts'
import { statementImport } from './to-wire.ts'
import type { StatementImport, StatementImportList, StatementImportPull } from './wire.ts'

interface ImportRouteParts extends BeginParts {
  readonly store: TransferReader & Transactor<TransferWriter>
  readonly importFiles: ImportFiles
  readonly importFileBytesMax: number
}

const tag = 'Import and export'

const keepAuthority = {
  description:
    'Keep the authority of each statement that has one, instead of naming the caller; needs the scope all.',
  schema: { type: 'boolean' },
}

/** `/api/v1/imports`: statements in bulk, as jobs. */
export function importOperations(parts: ImportRouteParts): Operation[] {
  return [...beginOperations(parts), ...readOperations(parts), ...changeOperations(parts)]
}

function beginOperations(parts: ImportRouteParts): Operation[] {
  const { importFiles, importFileBytesMax: bytesMax } = parts
  const begin = beginFileImport(parts)
  const pull = beginPull(parts)
  return [
    {
      method: 'post',
      path: '/imports',
      id: 'importStatements',
      summary: 'Send a file of statements: NDJSON or a JSON array, gzipped or not, of any size',
      tag,
      requires: 'statements/write',
      reach: 'installation',
      query: {
        fileName: {
          description: 'Name of the file, as people will know it.',
          schema: { type: 'string', maxLength: 255 },
        },
        keepAuthority,
      },
      body: 'binary',
      bodyType: 'application/x-ndjson',
      answer: 'api/statement-import',
      status: 202,
      async handle({ principal, query }, request): Promise<StatementImport> {
        refuseTooLarge(request, bytesMax)
        const asked = { by: principal!, keepsAuthority: query.keepAuthority === true }
        const file = await receiveFile(importFiles, request, bytesMax)
        const fileName = fileNameOf(query.fileName)
        return statementImport(await begin(asked, { kind: 'file', ...file, fileName }))
      },
    },
    {
      method: 'post',
      path: '/imports/pull',
      id: 'pullStatements',
      summary: 'Copy all statements of another record store, through its xAPI endpoint',
      tag,
      requires: 'all',
      reach: 'installation',
      body: 'api/statement-import-pull',
      answer: 'api/statement-import',
      status: 202,
      handle: async ({ principal, body }): Promise<StatementImport> =>
        statementImport(await pull(principal!, body as StatementImportPull)),
    },
  ]
}

function readOperations(parts: ImportRouteParts): Operation[] {
  const { store } = parts
  const { find } = importChanges(parts)
  return [
    {
      method: 'get',
      path: '/imports',
      id: 'listStatementImports',
      summary: 'List imports, the newest first: one’s own, or with all/read everybody’s',
      tag,
      requires: 'statements/write',
      alsoFor: 'statements/read',
      reach: 'installation',
      query: pageParameters(),
      answer: 'api/statement-import-list',
      async handle({ principal, query }): Promise<StatementImportList> {
        const page = await store.listImportJobs(pageOfQuery(query), importsSeenBy(principal!))
        return { ...page, items: page.items.map(statementImport) }
      },
    },
    {
      method: 'get',
      path: '/imports/{id}',
      id: 'getStatementImport',
      summary: 'Show how far an import is',
      tag,
      requires: 'statements/write',
      alsoFor: 'statements/read',
      reach: 'installation',
      answer: 'api/statement-import',
      handle: async ({ principal, params }): Promise<StatementImport> =>
        statementImport(await find(principal!, params.id!)),
    },
    {
      method: 'get',
      path: '/imports/{id}/rejections',
      id: 'getStatementImportRejections',
      summary: 'Download what was not stored and why, one JSON object a line (the first 10,000)',
      tag,
      requires: 'statements/write',
      alsoFor: 'statements/read',
      reach: 'installation',
      answer: 'binary',
      answerType: 'application/x-ndjson',
      async handle(call, request, response) {
        const job = await find(call.principal!, call.params.id!)
        response.set({
          'Content-Type': 'application/x-ndjson; charset=utf-8',
          'Content-Disposition': 'attachment; filename="rejections.ndjson"',
          'Cache-Control': 'no-store',
        })
        if (request.method === 'HEAD') response.end()
        else await pipeline(Readable.from(rejectionLines(store, job.id)), response)
      },
    },
  ]
}

const rejectionsAtOnce = 500

async function* rejectionLines(store: TransferReader, id: string): AsyncGenerator<Buffer> {
  for (let after = 0; ; after += rejectionsAtOnce) {
    const found = await store.listImportRejections(id, { after, limit: rejectionsAtOnce })
    if (found.length > 0) yield Buffer.from(found.map((one) => `${JSON.stringify(one)}\n`).join(''))
    if (found.length < rejectionsAtOnce) return
  }
}

function changeOperations(parts: ImportRouteParts): Operation[] {
  const { cancel, resume, remove } = importChanges(parts)
  return [
    {
      method: 'post',
      path: '/imports/{id}/cancel',
      id: 'cancelStatementImport',
      summary: 'Stop an import; what it has stored stays',
      tag,
      requires: 'statements/write',
      reach: 'installation',
      answer: 'api/statement-import',
      handle: async ({ principal, params }): Promise<StatementImport> =>
        statementImport(await cancel(principal!, params.id!)),
    },
    {
      method: 'post',
      path: '/imports/{id}/resume',
      id: 'resumeStatementImport',
      summary: 'Let an import that failed or was cancelled go on behind what it has stored',
      tag,
      requires: 'statements/write',
      reach: 'installation',
      answer: 'api/statement-import',
      handle: async ({ principal, params }): Promise<StatementImport> =>
        statementImport(await resume(principal!, params.id!)),
    },
    {
      method: 'delete',
      path: '/imports/{id}',
      id: 'deleteStatementImport',
      summary: 'Remove an import that has ended from the list; its statements stay',
      tag,
      requires: 'statements/write',
      reach: 'installation',
      handle: ({ principal, params }) => remove(principal!, params.id!),
    },
  ]
}

/** Refuses at once what announces too many bytes; what announces nothing is counted while it comes. */
function refuseTooLarge(request: Request, bytesMax: number): void {
  if (Number(request.get('content-length') ?? 0) <= bytesMax) return
  throw new Problem('body-too-large', `The file is larger than ${bytesMax} bytes.`, {
    limit: bytesMax,
  })
}

/** The last segment of what the client gave, without control characters. */
const fileNameOf = (given: unknown): string =>
  String(given ?? '')
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}/gu, '')
    .normalize('NFC')
    .trim() || 'statements'

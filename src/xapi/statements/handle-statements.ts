import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler, Response } from 'express'
import { newUuid } from '../../base/ids.ts'
import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
import { notesOf } from '../../http/request-notes.ts'
import type { XapiLimits } from '../about.ts'
import type { ActivityReader } from '../activities/store.ts'
import { callOf, parametersOf } from '../call.ts'
import { sendJson } from '../send-json.ts'
import { cursorSigner } from './cursor.ts'
import { findDefinitionsIn } from './find-definitions.ts'
import { queryStatements } from './query-statements.ts'
import { largeBodyReader } from './read-large-bodies.ts'
import { readQuery } from './read-query.ts'
import { receiveBatch } from './receive-batch.ts'
import { bodyBytesMax, type ReceivedContent, receiveContent } from './receive-files.ts'
import { receiveOne } from './receive-one.ts'
import type { StatementReader, StatementWriter, StoredStatement } from './store.ts'
import { type StatementObserver, storeStatements } from './store-statements.ts'
import type { XapiValidators } from './validate-statement.ts'
import { multipartBytes, resultBytes, statementBytes } from './write-result.ts'

export interface StatementParts<W extends StatementWriter> extends XapiLimits {
  readonly store: StatementReader & ActivityReader & Transactor<W>
  /** Told of new statements in the transaction that stores them. */
  readonly observers: readonly StatementObserver<W>[]
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  /** Signs the cursors of `more` links. */
  readonly signingKey: Buffer
}

/** GET, POST and PUT of statements [Communication 2.1]; version, credential, scope and type of content are checked. */
export function statementHandlers<W extends StatementWriter>(
  parts: StatementParts<W>,
  validators: XapiValidators,
) {
  const cursors = cursorSigner(parts.signingKey)
  const rules = { ...parts, validators, cursors }
  const store = storeStatements(parts.store, parts)
  const find = queryStatements(parts.store, parts.appUrl)
  const receiving = contentReader(parts)

  const post: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    refuseParameters(parametersOf(request))
    const ids = await receiving(request, principal, async (content) => {
      const { statements } = receiveBatch(content, version, rules)
      await store(principal, statements)
      return statements.map(({ statement, id }) => statement.id ?? id)
    })
    notesOf(response).stored = ids.length
    response.json(ids)
  }

  const put: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    const parameters = parametersOf(request)
    await receiving(request, principal, async (content) =>
      store(principal, [receiveOne(content, parameters, version, rules)]),
    )
    notesOf(response).stored = 1
    response.status(204).end()
  }

  const get: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    const query = readQuery(parametersOf(request), version, rules)
    const acceptLanguage = request.get('accept-language')
    const formFor = async (items: readonly StoredStatement[]) => ({
      format: query.format,
      acceptLanguage,
      definitions:
        query.format === 'canonical' ? await findDefinitionsIn(parts.store, items) : new Map(),
    })
    const answer = (body: Buffer, items: readonly StoredStatement[]) =>
      query.attachments
        ? sendWithFiles(response, body, { store: parts.store, items })
        : sendJson(response, body)
    if (query.kind === 'one') {
      const found = await find.one(principal, query)
      response.set('Last-Modified', new Date(found.seq / 1000).toUTCString())
      return answer(statementBytes(found, await formFor([found])), [found])
    }
    const { items, next } = await find.list(principal, query)
    const more = next ? `/xapi/statements?cursor=${cursors.seal(next)}` : ''
    return answer(resultBytes(items, more, await formFor(items)), items)
  }

  return { get, post, put }
}

/** Works on what a request brings; large ones wait for one another, senders in turn. */
function contentReader(limits: XapiLimits) {
  const readLargeBody = largeBodyReader()
  return <Result>(
    request: Request,
    by: Principal,
    work: (content: ReceivedContent) => Promise<Result>,
  ): Promise<Result> => {
    const type = request.get('content-type') ?? ''
    return readLargeBody(request, { by, bytesMax: bodyBytesMax(type, limits) }, (body) =>
      work(receiveContent(body, type, limits)),
    )
  }
}

function refuseParameters(parameters: URLSearchParams): void {
  const [name] = parameters.keys()
  if (name === undefined) return
  throw new Problem('invalid-query', `There is no parameter "${name}" here.`, {
    pointer: name,
    clause: 'xAPI-Communication 3.2',
  })
}

/** Statements and their files; a file is read when the receiver has taken the one before. */
async function sendWithFiles(
  response: Response,
  body: Buffer,
  { store, items }: { store: StatementReader; items: readonly StoredStatement[] },
): Promise<void> {
  const files = await store.listAttachments(items.map(({ seq }) => seq))
  const boundary = `hocba-${newUuid()}`
  response.set({
    'Content-Type': `multipart/mixed; boundary=${boundary}`,
    'Cache-Control': 'no-store',
  })
  if (response.req.method === 'HEAD') {
    response.end()
    return
  }
  const read = (sha2: string) => store.readAttachment(sha2)
  await pipeline(Readable.from(multipartBytes(body, files, { boundary, read })), response).catch(
    (error: NodeJS.ErrnoException) => {
      // Who goes away needs no answer.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    },
  )
}

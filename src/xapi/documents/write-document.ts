import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { XapiVersion } from '../negotiate-version.ts'
import {
  hasPreconditions,
  type Preconditions,
  requirePreconditions,
} from './check-preconditions.ts'
import { documentOf, isJsonType } from './document.ts'
import { mergeObjects, objectText } from './merge-json.ts'
import type {
  DocumentContents,
  DocumentFilter,
  DocumentKey,
  DocumentResource,
  DocumentWriter,
  StoredDocument,
  Updated,
} from './store.ts'

type Store = Transactor<DocumentWriter>

/** The state of a document after it was written. */
export interface Written {
  readonly etag: string
  readonly updated: Updated
}

/** What a PUT without a precondition may do. */
type BlindPut = 'create or replace' | 'create' | 'nothing'

/**
 * The State Resource of 1.0.3 asks for no precondition; clients of its profiles MUST give one, and elsewhere only a document
 * that exists is protected [xAPI-Communication 3.1; 9274.1.1, 4.1.4].
 */
export const blindPutOf = (resource: DocumentResource, version: XapiVersion): BlindPut => {
  if (version !== '1.0.3') return 'create'
  return resource === 'state' ? 'create or replace' : 'nothing'
}

/**
 * PUT: creates or replaces a document. What the preconditions ask is compared inside the transaction that writes, so no
 * update is lost however many write at once.
 * @throws Problem precondition-failed; without preconditions document-exists or invalid-request, where `asked.blind` does
 * not allow it. Nothing is changed then.
 */
export const putDocument =
  (store: Store) =>
  (
    key: DocumentKey,
    sent: DocumentContents,
    asked: Preconditions & { readonly blind: BlindPut },
  ): Promise<Written> =>
    store.transact(async (tx) => {
      const etag = await tx.findDocumentEtag(key)
      requirePreconditions(asked, etag)
      if (!hasPreconditions(asked)) requireBlindPut(asked.blind, etag)
      return { etag: sent.etag, updated: await tx.putDocument(key, sent) }
    })

/** [xAPI-Communication 3.1]: the answer says what to do. */
function requireBlindPut(allowed: BlindPut, etag: string | undefined): void {
  const clause = 'xAPI-Communication 3.1'
  if (etag !== undefined && allowed !== 'create or replace')
    throw new Problem(
      'document-exists',
      'The document exists. GET it to check its current state, then send this again with If-Match and its ETag.',
      { pointer: 'If-Match', clause },
    )
  if (etag === undefined && allowed === 'nothing')
    throw new Problem(
      'invalid-request',
      'PUT of a profile needs If-None-Match: * to create it, or If-Match with its ETag to replace it.',
      { pointer: 'If-None-Match', clause },
    )
}

/**
 * POST: stores a document that is new as PUT does, else merges two JSON objects [xAPI-Communication 2.2].
 * @param bytesMax what a document may grow to.
 * @throws Problem invalid-document where there is nothing to merge, precondition-failed, body-too-large; nothing is
 * changed then.
 */
export const postDocument =
  (store: Store, bytesMax: number) =>
  (key: DocumentKey, sent: DocumentContents, asked: Preconditions): Promise<Written> => {
    const posted = isJsonType(sent.contentType)
      ? jsonObject(sent, 'The document that was sent')
      : undefined
    return store.transact(async (tx) => {
      const existing = await tx.findDocument(key)
      requirePreconditions(asked, existing?.etag)
      const contents = existing ? merged(existing, sent, posted) : sent
      if (contents.bytes.length > bytesMax)
        throw new Problem(
          'body-too-large',
          `The document would be larger than ${bytesMax} bytes.`,
          {
            limit: bytesMax,
          },
        )
      return { etag: contents.etag, updated: await tx.putDocument(key, contents) }
    })
  }

function merged(
  existing: StoredDocument,
  sent: DocumentContents,
  posted: string | undefined,
): DocumentContents {
  if (posted === undefined)
    throw unmergeable('The document that was sent is not application/json', 'Content-Type')
  if (!isJsonType(existing.contentType))
    throw unmergeable('The document that exists is not application/json')
  const text = mergeObjects(jsonObject(existing, 'The document that exists'), posted)
  return documentOf(sent.contentType, Buffer.from(text))
}

function jsonObject({ bytes }: DocumentContents, subject: string): string {
  const text = objectText(bytes)
  if (text === undefined) throw unmergeable(`${subject} is not a JSON object in UTF-8`)
  return text
}

const unmergeable = (reason: string, pointer = ''): Problem =>
  new Problem('invalid-document', `${reason}. POST merges JSON objects; PUT replaces anything.`, {
    pointer,
    clause: 'xAPI-Communication 2.2',
  })

/** DELETE of one document; one that does not exist counts as deleted. @throws Problem precondition-failed. */
export const deleteDocument =
  (store: Store) =>
  (key: DocumentKey, asked: Preconditions): Promise<void> =>
    store.transact(async (tx) => {
      if (hasPreconditions(asked)) requirePreconditions(asked, await tx.findDocumentEtag(key))
      await tx.deleteDocument(key)
    })

/** DELETE of all documents of a context. @throws Problem invalid-request for preconditions, which are about one. */
export const deleteDocuments =
  (store: Store) =>
  async (filter: DocumentFilter, asked: Preconditions): Promise<void> => {
    if (hasPreconditions(asked))
      throw new Problem('invalid-request', 'Preconditions are about one document; name its id.', {
        pointer: asked.ifMatch ? 'If-Match' : 'If-None-Match',
        clause: 'xAPI-Communication 3.1',
      })
    await store.transact((tx) => tx.deleteDocuments(filter))
  }

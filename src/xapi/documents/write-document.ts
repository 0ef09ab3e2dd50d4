import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
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

/**
 * PUT: creates or replaces a document. What the preconditions ask is compared inside the transaction that writes, so no
 * update is lost however many write at once.
 * @param asked.isBlindAllowed whether an existing document may be replaced without a precondition.
 * @throws Problem precondition-failed, or document-exists for a blind replacement; nothing is changed then.
 */
export const putDocument =
  (store: Store) =>
  (
    key: DocumentKey,
    sent: DocumentContents,
    asked: Preconditions & { readonly isBlindAllowed: boolean },
  ): Promise<Written> =>
    store.transact(async (tx) => {
      const etag = await tx.findDocumentEtag(key)
      requirePreconditions(asked, etag)
      if (etag !== undefined && !asked.isBlindAllowed && !hasPreconditions(asked)) throw blind()
      return { etag: sent.etag, updated: await tx.putDocument(key, sent) }
    })

/** [xAPI-Communication 3.1]: the answer says what to do. */
const blind = (): Problem =>
  new Problem(
    'document-exists',
    'The document exists. GET it to check its current state, then send this again with If-Match and its ETag.',
    { pointer: 'If-Match', clause: 'xAPI-Communication 3.1' },
  )

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

import { Problem } from '../../base/problem.ts'

/** Entity tags without quotes and weakness, or `*` for whatever there is. */
type EntityTags = '*' | ReadonlySet<string>

/** What a request asks of the document before it is carried out [xAPI-Communication 3.1; RFC 9110 13.1]. */
export interface Preconditions {
  readonly ifMatch?: EntityTags
  readonly ifNoneMatch?: EntityTags
}

const clause = 'xAPI-Communication 3.1'

/**
 * Reads If-Match and If-None-Match: `*` or a list of tags. A proxy that compresses marks tags as weak (`W/"…"`), and some
 * clients leave the quotes out; both are understood, since our tags are digests and cannot be mistaken.
 * @throws Problem invalid-request for a header that is neither: to ignore it would overwrite what it was to protect.
 */
export function readPreconditions(header: (name: string) => string | undefined): Preconditions {
  const ifMatch = readTags('If-Match', header('If-Match'))
  const ifNoneMatch = readTags('If-None-Match', header('If-None-Match'))
  return { ...(ifMatch && { ifMatch }), ...(ifNoneMatch && { ifNoneMatch }) }
}

function readTags(name: string, value: string | undefined): EntityTags | undefined {
  if (value === undefined) return undefined
  if (value.trim() === '*') return '*'
  const tags = new Set<string>()
  const tag = /\s*(?:W\/)?(?:"([^"]*)"|([^\s",*]+))\s*(?:,|$)/y
  while (tag.lastIndex < value.length) {
    const found = tag.exec(value)
    if (!found) break
    tags.add(found[1] ?? found[2]!)
  }
  if (tags.size > 0 && tag.lastIndex === value.length) return tags
  throw new Problem('invalid-request', `${name} must be * or a list of entity tags.`, {
    pointer: name,
    clause,
  })
}

export const hasPreconditions = ({ ifMatch, ifNoneMatch }: Preconditions): boolean =>
  ifMatch !== undefined || ifNoneMatch !== undefined

/**
 * @param etag of the document; undefined where there is none.
 * @returns the header that the document fails; undefined when the request may be carried out.
 */
export function failedPrecondition(
  { ifMatch, ifNoneMatch }: Preconditions,
  etag: string | undefined,
): 'If-Match' | 'If-None-Match' | undefined {
  if (ifMatch && !isAmong(etag, ifMatch)) return 'If-Match'
  if (ifNoneMatch && isAmong(etag, ifNoneMatch)) return 'If-None-Match'
  return undefined
}

const isAmong = (etag: string | undefined, tags: EntityTags): boolean =>
  etag !== undefined && (tags === '*' || tags.has(etag))

/** @throws Problem precondition-failed. */
export function requirePreconditions(asked: Preconditions, etag: string | undefined): void {
  const failed = failedPrecondition(asked, etag)
  if (!failed) return
  const reason =
    failed === 'If-None-Match'
      ? 'The document exists in the state that If-None-Match excludes'
      : etag === undefined
        ? 'There is no document that If-Match could mean'
        : 'The document is no longer the one that If-Match names'
  throw new Problem('precondition-failed', `${reason}. Nothing was changed: GET it first.`, {
    pointer: failed,
    clause,
  })
}

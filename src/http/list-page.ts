import type { PageRequest } from '../base/page.ts'
import type { Call, Operation } from './operation.ts'

const itemsDefault = 50

/**
 * The query parameters of a list that is read page by page.
 * @param itemsMax that a page may have
 */
export const pageParameters = (itemsMax = 500) =>
  ({
    limit: {
      description: 'How many at most.',
      schema: { type: 'integer', minimum: 1, maximum: itemsMax, default: itemsDefault },
    },
    cursor: {
      description: '`cursor` of the page before.',
      schema: { type: 'string', maxLength: 2_000 },
    },
  }) satisfies Operation['query']

/** The page that these parameters ask for. */
export const pageOfQuery = ({ limit, cursor }: Call['query']): PageRequest => ({
  limit: Number(limit ?? itemsDefault),
  ...(cursor !== undefined && { cursor: String(cursor) }),
})

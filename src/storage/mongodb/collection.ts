import type { Db, Document, IndexSpecification } from 'mongodb'

/** A collection, what its documents look like, and what it is indexed by. */
export interface Collection<Row extends Document> {
  readonly name: string
  readonly indexes: readonly Index[]
  /** Exists for the types only. */
  readonly row?: Row
}

/** An index. Its name follows from its keys, so that one whose keys change is another index. */
export interface Index {
  readonly keys: Readonly<Record<string, 1 | -1>>
  /** Never on a collection that is sharded by something else: the server could not keep the promise. */
  readonly isUnique?: boolean
  /** Only documents that have the keys are in it. */
  readonly isSparse?: boolean
}

/**
 * Declares a collection, once, in the file of its slice; `collections.ts` lists them all. `_id` is always indexed and unique.
 */
export const collection = <Row extends Document>(
  name: string,
  indexes: readonly Index[] = [],
): Collection<Row> => ({ name, indexes })

/** The name of an index, e.g. `agent_1_seq_1`: as the server itself would name it. */
export const indexName = ({ keys }: Index): string =>
  Object.entries(keys)
    .map(([field, order]) => `${field}_${order}`)
    .join('_')

/** An index as the server's `createIndexes` wants it. */
export const indexDescription = (index: Index) => ({
  key: index.keys as IndexSpecification & Record<string, 1 | -1>,
  name: indexName(index),
  ...(index.isUnique && { unique: true }),
  ...(index.isSparse && { sparse: true }),
})

const namespaceExists = 48

/** Makes a collection. Another node may do the same at this moment. */
export async function createIfMissing(database: Db, name: string): Promise<void> {
  try {
    await database.createCollection(name)
  } catch (error) {
    if ((error as { code?: unknown }).code !== namespaceExists) throw error
  }
}

/** The three resources that keep documents [xAPI-Communication 2.3, 2.6, 2.7]. */
export type DocumentResource = 'state' | 'agent-profile' | 'activity-profile'

/** What documents are about. */
export interface DocumentContext {
  readonly resource: DocumentResource
  /** Canonical text of an agent or identified group, made by `agentKey`; empty for activity profiles. */
  readonly agent: string
  /** IRI of an activity, as written; empty for agent profiles. */
  readonly activity: string
}

/** Names one document. There is at most one document to a key. */
export interface DocumentKey extends DocumentContext {
  /** Lower-case UUID; empty for none, which is a value like any other, so that the key is unique without one too. */
  readonly registration: string
  /** stateId or profileId. */
  readonly id: string
}

/** Several documents: those of a context, of one registration where that is given, else of all and of none. */
export interface DocumentFilter extends DocumentContext {
  readonly registration?: string
}

/** Microseconds since 1970-01-01T00:00Z, as `Seq` is. */
export type Updated = number

export interface DocumentContents {
  /** As the sender wrote it. */
  readonly contentType: string
  /** SHA-1 over `bytes`, lower-case hexadecimal, 40 digits. */
  readonly etag: string
  /** Opaque: any bytes, none included. */
  readonly bytes: Buffer
}

export interface StoredDocument extends DocumentContents {
  readonly updated: Updated
}

export interface DocumentEntry {
  readonly id: string
  readonly updated: Updated
}

export interface DocumentReader {
  findDocument(key: DocumentKey): Promise<StoredDocument | undefined>
  /**
   * Each id once, in the order of ids, however many registrations have it; `updated` is then the latest.
   * @param since exclusive lower bound of `updated`.
   */
  listDocuments(filter: DocumentFilter, since?: Updated): Promise<readonly DocumentEntry[]>
}

export interface DocumentWriter {
  /** As DocumentReader, within the transaction: what is read here cannot change before it is written. */
  findDocument(key: DocumentKey): Promise<StoredDocument | undefined>
  /** The etag alone, however large the document is. */
  findDocumentEtag(key: DocumentKey): Promise<string | undefined>
  /** Creates the document or replaces it. @returns `updated`, later than any that this document had. */
  putDocument(key: DocumentKey, contents: DocumentContents): Promise<Updated>
  /** A document that does not exist is no error. */
  deleteDocument(key: DocumentKey): Promise<void>
  deleteDocuments(filter: DocumentFilter): Promise<void>
}

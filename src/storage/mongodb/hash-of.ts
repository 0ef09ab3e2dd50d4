import { hash } from 'node:crypto'

/**
 * Names a document by what it is found by. Hashes have one length whatever a sender makes up, and letters that every server
 * compares alike.
 */
export const hashOf = (...parts: readonly string[]): string =>
  hash('sha256', JSON.stringify(parts)).slice(0, 40)

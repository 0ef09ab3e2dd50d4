import { randomBytes } from 'node:crypto'

/** One object that holds a content. An object is never written again, so deleting it by its name takes nothing that came since. */
export interface Copy {
  readonly key: string
  readonly sha256: string
  /** Milliseconds of the clock of who stored it, when it began to. */
  readonly storedAt: number
}

const digitsOfTime = 13

/** What the names of all copies of a content begin with, below `root`. Also keeps a wrong hash from becoming a name. */
export function namesOf(root: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a SHA-256 in lower-case hexadecimal')
  return `${root}${sha256.slice(0, 2)}/${sha256.slice(2)}.`
}

/** A name that no other copy has; names of one content are in the order of their times. */
export const newName = (root: string, sha256: string, now: Date): string =>
  `${namesOf(root, sha256)}${String(now.getTime()).padStart(digitsOfTime, '0')}-${randomBytes(8).toString('hex')}`

const pattern = /^([0-9a-f]{2})\/([0-9a-f]{62})\.(\d{13})-[0-9a-f]{16}$/

/** Undefined for an object that is none of ours. */
export function copyOf(root: string, key: string): Copy | undefined {
  const match = key.startsWith(root) ? pattern.exec(key.slice(root.length)) : null
  if (!match) return undefined
  return { key, sha256: `${match[1]}${match[2]}`, storedAt: Number(match[3]) }
}

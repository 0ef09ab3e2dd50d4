import { hash } from 'node:crypto'

/** The Merkle tree of RFC 6962 2.1 over SHA-256. */

export const hashBytes = 32

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer')

/** The root of a tree without leaves. */
export const emptyRoot = sha256(Buffer.alloc(0))

/** SHA-256(0x00 ‖ data). */
export const leafHash = (data: string): Buffer => sha256(Buffer.from(`\0${data}`))

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * hashBytes)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + hashBytes)
  return sha256(bytes)
}

/** Is told of the root of each subtree that becomes complete: of 2^level leaves from `position * 2^level` on. */
type OnComplete = (level: number, position: number, hash: Buffer) => void

/** A tree that only grows, held by the roots of its complete subtrees: a leaf costs two hashes on average. */
export class GrowingTree {
  #size: number
  /** The largest first, by falling levels. */
  readonly #peaks: { level: number; hash: Buffer }[]

  /** @param peaks as `peaks` gave them at this size */
  constructor(size = 0, peaks: Buffer = Buffer.alloc(0)) {
    this.#size = size
    this.#peaks = levelsOf(size).map((level, index) => ({
      level,
      hash: peaks.subarray(index * hashBytes, (index + 1) * hashBytes),
    }))
  }

  get size(): number {
    return this.#size
  }

  get peaks(): Buffer {
    return Buffer.concat(this.#peaks.map(({ hash }) => hash))
  }

  get root(): Buffer {
    if (this.#size === 0) return emptyRoot
    return this.#peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right))
  }

  append(leaf: Buffer, onComplete: OnComplete = () => {}): void {
    let added = { level: 0, hash: leaf }
    while (this.#peaks.at(-1)?.level === added.level) {
      const left = this.#peaks.pop()!
      added = { level: added.level + 1, hash: nodeHash(left.hash, added.hash) }
      onComplete(added.level, Math.floor(this.#size / 2 ** added.level), added.hash)
    }
    this.#peaks.push(added)
    this.#size++
  }
}

/** The levels of the complete subtrees that a tree of this size is made of, falling: the binary digits of the size. */
function levelsOf(size: number): number[] {
  const levels: number[] = []
  for (let level = Math.floor(Math.log2(size || 1)); level >= 0; level--) {
    if (Math.floor(size / 2 ** level) % 2 === 1) levels.push(level)
  }
  return levels
}

/** The largest power of two below `size`, which is 2 or more. */
export function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/**
 * The arithmetic of RFC 6962 once more, written for the browser alone (Web Crypto): what the server says of its log is checked
 * by other code than the server's own.
 */

export interface InclusionClaim {
  /** Hash of the leaf. */
  readonly leaf: Uint8Array
  readonly position: number
  readonly size: number
  readonly root: Uint8Array
  readonly hashes: readonly Uint8Array[]
}

export interface ConsistencyClaim {
  readonly from: number
  readonly to: number
  readonly first: Uint8Array
  readonly second: Uint8Array
  readonly hashes: readonly Uint8Array[]
}

export async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export const leafHashOf = (leaf: string): Promise<Uint8Array> =>
  sha256(Uint8Array.of(0), new TextEncoder().encode(leaf))

const parentOf = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  sha256(Uint8Array.of(1), left, right)

export const areEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

const half = (value: number): number => Math.floor(value / 2)
const isOdd = (value: number): boolean => value % 2 === 1

/** Whether the leaf stands at its position in the tree with this root: the steps of RFC 9162 2.1.3.2. */
export async function checkInclusion(claim: InclusionClaim): Promise<boolean> {
  const { leaf, position, size, root, hashes } = claim
  if (!(position >= 0 && position < size)) return false
  let place = position
  let last = size - 1
  let found = leaf
  for (const beside of hashes) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      found = await parentOf(beside, found)
      while (!isOdd(place) && place !== 0) {
        place = half(place)
        last = half(last)
      }
    } else {
      found = await parentOf(found, beside)
    }
    place = half(place)
    last = half(last)
  }
  return last === 0 && areEqual(found, root)
}

/** Whether the second tree begins with all leaves of the first: the steps of RFC 9162 2.1.4.2. */
export async function checkConsistency(claim: ConsistencyClaim): Promise<boolean> {
  const { from, to, first, second, hashes } = claim
  if (!(from >= 0 && from <= to)) return false
  if (from === to) return hashes.length === 0 && areEqual(first, second)
  // Everything begins with nothing.
  if (from === 0) return hashes.length === 0
  const path = Number.isInteger(Math.log2(from)) ? [first, ...hashes] : [...hashes]
  const start = path.shift()
  if (!start) return false
  let place = from - 1
  let last = to - 1
  while (isOdd(place)) {
    place = half(place)
    last = half(last)
  }
  let [old, found] = [start, start]
  for (const beside of path) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      old = await parentOf(beside, old)
      found = await parentOf(beside, found)
      while (!isOdd(place) && place !== 0) {
        place = half(place)
        last = half(last)
      }
    } else {
      found = await parentOf(found, beside)
    }
    place = half(place)
    last = half(last)
  }
  return last === 0 && areEqual(old, first) && areEqual(found, second)
}

import { leafOf } from './entry.ts'
import type { LedgerReader } from './store.ts'
import { emptyRoot, leafHash, nodeHash, splitOf } from './tree.ts'

/** Every so many levels the roots of complete subtrees are kept; what is between is computed from at most 2^8 of them. */
export const levelsApart = 8

type TreeReader = Pick<LedgerReader, 'listLedgerEntries' | 'listLedgerNodes'>

/** Leaves from `start` to `end`, exclusive. */
interface Span {
  readonly start: number
  readonly end: number
}

/** Root of the tree of the first `size` leaves. */
export const rootAt = (store: TreeReader, size: number): Promise<Buffer> =>
  size === 0 ? Promise.resolve(emptyRoot) : rootOf(store, { start: 0, end: size })

/**
 * The hashes beside the way from a leaf to the root of the first `size` leaves, the lowest first [RFC 6962 2.1.1].
 * @param position below `size`
 */
export async function proveInclusion(
  store: TreeReader,
  position: number,
  size: number,
): Promise<Buffer[]> {
  const beside: Span[] = []
  let span: Span = { start: 0, end: size }
  while (span.end - span.start > 1) {
    const [left, right] = halvesOf(span)
    const isLeft = position < left.end
    beside.unshift(isLeft ? right : left)
    span = isLeft ? left : right
  }
  return Promise.all(beside.map((one) => rootOf(store, one)))
}

/**
 * The hashes that show that the first `from` leaves are still there in the first `to` [RFC 6962 2.1.2]; none where both are
 * the same or `from` is 0.
 * @param from at most `to`
 */
export async function proveConsistency(
  store: TreeReader,
  from: number,
  to: number,
): Promise<Buffer[]> {
  if (from === 0 || from === to) return []
  const beside: Span[] = []
  let span: Span = { start: 0, end: to }
  while (span.end !== from) {
    const [left, right] = halvesOf(span)
    const isLeft = from <= left.end
    beside.unshift(isLeft ? right : left)
    span = isLeft ? left : right
  }
  // A whole tree's root is known to whoever asks.
  if (span.start > 0) beside.unshift(span)
  return Promise.all(beside.map((one) => rootOf(store, one)))
}

function halvesOf({ start, end }: Span): [Span, Span] {
  const middle = start + splitOf(end - start)
  return [
    { start, end: middle },
    { start: middle, end },
  ]
}

async function rootOf(store: TreeReader, span: Span): Promise<Buffer> {
  const length = span.end - span.start
  const level = Math.log2(length)
  if (Number.isInteger(level)) return completeRoot(store, level, span.start / length)
  const [left, right] = halvesOf(span)
  return nodeHash(await rootOf(store, left), await rootOf(store, right))
}

/** Of 2^level leaves from `position * 2^level` on; subtrees of a tree that is cut in halves are always such. */
async function completeRoot(store: TreeReader, level: number, position: number): Promise<Buffer> {
  const base = level - (level % levelsApart)
  const limit = 2 ** (level - base)
  const from = position * limit
  let hashes =
    base === 0
      ? (await store.listLedgerEntries(from, limit)).map((entry) => leafHash(leafOf(entry)))
      : await store.listLedgerNodes(base, { from, limit })
  if (hashes.length < limit) throw new Error(`the ledger lacks nodes of level ${base}`)
  while (hashes.length > 1) {
    const below = hashes
    hashes = below
      .filter((_, index) => index % 2 === 0)
      .map((left, index) => nodeHash(left, below[2 * index + 1]!))
  }
  return hashes[0]!
}

import { hash } from 'node:crypto'
import fc from 'fast-check'
import { checkConsistency, checkInclusion } from '../../../console/ledger/check-proofs.ts'
import type { LedgerEntry } from '../../../src/ledger/entry.ts'
import { leafOf } from '../../../src/ledger/entry.ts'
import { proveConsistency, proveInclusion, rootAt } from '../../../src/ledger/prove.ts'
import type { LedgerNode } from '../../../src/ledger/store.ts'
import { emptyRoot, GrowingTree, leafHash, nodeHash } from '../../../src/ledger/tree.ts'

const entryAt = (position: number): LedgerEntry => ({
  position,
  kind: 'statement',
  source: position,
  stored: '2026-03-02T08:00:00.000000Z',
  commitment: hash('sha256', String(position), 'buffer'),
})

/** MTH of RFC 6962 2.1, as it is defined there. */
function merkleTreeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return hash('sha256', '', 'buffer')
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(merkleTreeHash(leaves.slice(0, k)), merkleTreeHash(leaves.slice(k)))
}

/** A store with so many leaves, which keeps the nodes of levels 8 and 16 only. */
function treeOf(size: number) {
  const tree = new GrowingTree()
  const nodes: LedgerNode[] = []
  const entries = Array.from({ length: size }, (_, position) => entryAt(position))
  const leaves = entries.map((entry) => leafHash(leafOf(entry)))
  let reads = 0
  for (const leaf of leaves) {
    tree.append(leaf, (level, position, hash) => {
      if (level % 8 === 0) nodes.push({ level, position, hash })
    })
  }
  return {
    tree,
    leaves,
    reads: () => reads,
    async listLedgerEntries(from: number, limit: number) {
      reads++
      return entries.slice(from, from + limit)
    },
    async listLedgerNodes(level: number, { from, limit }: { from: number; limit: number }) {
      reads++
      const ofLevel = nodes.filter((node) => node.level === level)
      return ofLevel.slice(from, from + limit).map(({ hash }) => hash)
    },
  }
}

describe('GrowingTree', () => {
  test('hashes leaves and nodes with the prefixes of RFC 6962 2.1', () => {
    expect(leafHash('').toString('hex')).toBe(hash('sha256', Buffer.of(0), 'hex'))
    expect(emptyRoot.toString('hex')).toBe(hash('sha256', '', 'hex'))
    const two = [leafHash('a'), leafHash('b')] as const
    const expected = hash('sha256', Buffer.concat([Buffer.of(1), ...two]), 'hex')
    expect(nodeHash(...two).toString('hex')).toBe(expected)
  })

  test('has the root that RFC 6962 defines, at every size', () => {
    const tree = new GrowingTree()
    const leaves: Buffer[] = []
    expect(tree.root).toEqual(merkleTreeHash([]))
    for (let size = 1; size <= 300; size++) {
      leaves.push(leafHash(String(size)))
      tree.append(leaves.at(-1)!)
      expect(tree.root).toEqual(merkleTreeHash(leaves))
    }
  })

  test('goes on from its peaks as if it had never been put away', () => {
    const whole = new GrowingTree()
    let resumed = new GrowingTree()
    for (let size = 0; size < 200; size++) {
      whole.append(leafHash(String(size)))
      resumed = new GrowingTree(resumed.size, resumed.peaks)
      resumed.append(leafHash(String(size)))
      expect(resumed.root).toEqual(whole.root)
    }
  })
})

describe('proofs', () => {
  const stored = treeOf(1_100)

  test('rootAt() is the root at any size before', async () => {
    for (const size of [0, 1, 2, 3, 255, 256, 257, 511, 512, 768, 1_000, 1_100]) {
      expect(await rootAt(stored, size)).toEqual(merkleTreeHash(stored.leaves.slice(0, size)))
    }
  })

  test('an inclusion proof holds for its leaf, and for no other leaf, place, size or root', async () => {
    const property = async (size: number, pick: number, other: number) => {
      const position = pick % size
      const root = await rootAt(stored, size)
      const hashes = await proveInclusion(stored, position, size)
      expect(hashes.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)))
      const claim = { leaf: stored.leaves[position]!, position, size, root, hashes }
      expect(await checkInclusion(claim)).toBe(true)
      const wrong = other % size
      if (wrong !== position) {
        expect(await checkInclusion({ ...claim, position: wrong })).toBe(false)
        expect(await checkInclusion({ ...claim, leaf: stored.leaves[wrong]! })).toBe(false)
      }
      expect(await checkInclusion({ ...claim, root: leafHash('another') })).toBe(false)
      expect(await checkInclusion({ ...claim, hashes: [...hashes, root] })).toBe(false)
      if (size > 1) expect(await checkInclusion({ ...claim, hashes: hashes.slice(1) })).toBe(false)
    }
    const size = fc.integer({ min: 1, max: 1_100 })
    await fc.assert(fc.asyncProperty(size, fc.nat(), fc.nat(), property), { numRuns: 200 })
  })

  test('a consistency proof holds for the two roots, and for no others', async () => {
    const property = async (a: number, b: number) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const [first, second] = [await rootAt(stored, from), await rootAt(stored, to)]
      const hashes = await proveConsistency(stored, from, to)
      const claim = { from, to, first, second, hashes }
      expect(await checkConsistency(claim)).toBe(true)
      // Everything begins with nothing, so nothing can be said of what follows it.
      if (from > 0) {
        expect(await checkConsistency({ ...claim, second: leafHash('another') })).toBe(false)
        expect(await checkConsistency({ ...claim, first: leafHash('another') })).toBe(false)
      }
      if (from > 0 && from < to) {
        const root = await rootAt(stored, from - 1)
        expect(await checkConsistency({ ...claim, from: from - 1, first: root })).toBe(false)
        expect(await checkConsistency({ ...claim, hashes: [...hashes, first] })).toBe(false)
      }
    }
    const size = fc.integer({ min: 0, max: 1_100 })
    await fc.assert(fc.asyncProperty(size, size, property), { numRuns: 200 })
  })

  test('a proof reads the store about as often as it has hashes', async () => {
    const before = stored.reads()
    const hashes = await proveInclusion(stored, 700, 1_100)
    expect(stored.reads() - before).toBeLessThanOrEqual(2 * hashes.length)
  })
})

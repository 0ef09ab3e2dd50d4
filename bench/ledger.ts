/**
 * How long a verifier takes over a large log, and how long its proofs are: generated leaves, nothing stored.
 *
 *   node bench/ledger.ts [entries, 1000000 unless given]
 */
import { generateKeyPairSync, hash, randomBytes } from 'node:crypto'
import { type LedgerEntry, leafOf } from '../src/ledger/entry.ts'
import { proveConsistency, proveInclusion } from '../src/ledger/prove.ts'
import { originOf, signCheckpoint, verifierKeyOf } from '../src/ledger/signed-note.ts'
import { GrowingTree, leafHash } from '../src/ledger/tree.ts'
import { verifyBundle } from '../src/ledger/verify-bundle.ts'
import { vouch } from '../src/ledger/vouched-note.ts'

const entries = Number(process.argv[2] ?? 1_000_000)
const secret = generateKeyPairSync('ed25519').privateKey
const origin = originOf(secret)
const key = verifierKeyOf(origin, secret)
const seconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6

const salt = randomBytes(32)
const genesis = vouch('key', { to: key, at: '2026-03-02T08:00:00.000Z' }, [{ key, secret }])
const filler = 'x'.repeat(900)

/** About as large as a statement of a course. */
const payloadAt = (position: number): string =>
  position === 0 ? genesis : `{"id":"${position}","verb":"answered","filler":"${filler}"}`

function entryAt(position: number): LedgerEntry {
  const commitment = hash(
    'sha256',
    Buffer.concat([salt, Buffer.from(payloadAt(position))]),
    'buffer',
  )
  const kind = position === 0 ? 'key' : 'statement'
  return { position, kind, source: position, stored: '2026-03-02T08:00:00.000000Z', commitment }
}

const tree = new GrowingTree()
const nodes: { level: number; hash: Buffer }[] = []
const appendStart = seconds()
for (let position = 0; position < entries; position++) {
  tree.append(leafHash(leafOf(entryAt(position))), (level, _, hash) => {
    if (level % 8 === 0) nodes.push({ level, hash })
  })
}
const appended = seconds() - appendStart

let reads = 0
const reader = {
  async listLedgerEntries(from: number, limit: number) {
    reads++
    const length = Math.max(0, Math.min(limit, entries - from))
    return Array.from({ length }, (_, index) => entryAt(from + index))
  },
  async listLedgerNodes(level: number, { from, limit }: { from: number; limit: number }) {
    reads++
    const ofLevel = nodes.filter((node) => node.level === level)
    return ofLevel.slice(from, from + limit).map(({ hash }) => hash)
  },
}

let longest = 0
let proving = 0
const proofs = 200
for (let n = 0; n < proofs; n++) {
  const start = seconds()
  const inclusion = await proveInclusion(reader, Math.floor(Math.random() * entries), entries)
  const from = 1 + Math.floor(Math.random() * (entries - 1))
  await proveConsistency(reader, from, entries)
  proving += seconds() - start
  longest = Math.max(longest, inclusion.length)
}

function* lines() {
  yield JSON.stringify({ format: 'hocba-ledger', v: 1 })
  for (let position = 0; position < entries; position++) {
    const leaf = leafOf(entryAt(position))
    const payload = payloadAt(position)
    yield JSON.stringify({ entry: { position, leaf, salt: salt.toString('hex'), payload } })
  }
  const head = signCheckpoint({ origin, size: entries, root: tree.root }, key, secret)
  yield JSON.stringify({ end: { entries, head } })
}
const making = seconds()
let count = 0
for (const _ of lines()) count++
const made = seconds() - making
const verifying = seconds()
const found = await verifyBundle(lines())
const verified = seconds() - verifying - made
if (!found.isSound || count !== entries + 2)
  throw new Error(JSON.stringify(found.findings.slice(0, 3)))

console.log(`${entries} entries (processor time)`)
console.log(
  `append      ${((appended / entries) * 1e6).toFixed(1)} us an entry, leaf and commitment included`,
)
console.log(`verify      ${verified.toFixed(1)} s, reading the lines included`)
console.log(
  `proof       at most ${longest} hashes; ${(reads / proofs / 2).toFixed(1)} reads, ${((proving / proofs / 2) * 1000).toFixed(1)} ms`,
)

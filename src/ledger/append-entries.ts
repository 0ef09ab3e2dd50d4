import { hash, randomBytes } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import type { StatementReader } from '../xapi/index.ts'
import { type LedgerEntry, type LedgerSource, leafOf, sourceKindOf } from './entry.ts'
import type { LedgerKeys } from './keys.ts'
import { levelsApart } from './prove.ts'
import { readVerifierKey, signCheckpoint } from './signed-note.ts'
import { requireSigned, signerOf, signerWith } from './signing.ts'
import type { LedgerHead, LedgerNode, LedgerReader, LedgerWriter } from './store.ts'
import { GrowingTree, leafHash } from './tree.ts'
import { type KeyChange, type Vouched, vouch } from './vouched-note.ts'

export interface LedgerParts {
  readonly store: LedgerReader &
    Pick<StatementReader, 'consistentThrough'> &
    Transactor<LedgerWriter>
  readonly clock: Clock
  readonly keys: LedgerKeys
  /** So many random bytes, for salts; those of the machine unless given. */
  readonly random?: (bytes: number) => Buffer
  /** Asked before each append; without it, whoever calls appends. */
  readonly mayAppend?: () => Promise<boolean>
}

const entriesPerAppendMax = 256
const saltBytes = 32

/**
 * Gives the next things that were recorded their leaves, in one transaction with the cursors that say so.
 * @returns how many; 0 when the log is up to date, or another process is to append
 * @throws Problem `ledger-halted`
 */
export async function appendEntries(parts: LedgerParts): Promise<number> {
  const { store, keys } = parts
  const head = await store.readLedgerHead()
  requireSigned(head)
  if (head.size === 0) await noteFirstKey(parts)
  const sources = await nextSources(parts, head)
  if (sources.length === 0) return 0
  if (parts.mayAppend && !(await parts.mayAppend())) return 0
  const append = appendOf(head, sources, parts)
  const signer = signerWith(append.head.key, keys)
  const { origin } = readVerifierKey(signer.key)
  const note = signCheckpoint({ ...append, origin }, signer.key, signer.secret)
  const isOurs = await store.transact((tx) =>
    tx.appendToLedger({ ...append, size: head.size, head: { ...append.head, checkpoint: note } }),
  )
  return isOurs ? sources.length : appendEntries(parts)
}

/** Appends until everything that was recorded before the call has its leaf. @returns how many leaves were added. */
export async function bringUpToDate(parts: LedgerParts): Promise<number> {
  let added = 0
  for (;;) {
    const now = await appendEntries(parts)
    if (now === 0) return added
    added += now
  }
}

/** The first leaf names the first key. Another process may do the same at the same time. */
async function noteFirstKey({ store, clock, keys }: LedgerParts): Promise<void> {
  const at = clock()
  await store.transact(async (tx) => {
    const head = await tx.readLedgerHead()
    if (head.size > 0) return
    const signer = signerOf(head, keys)
    const change: KeyChange = { to: signer.key, at: at.toISOString() }
    await tx.beginLedger({ kind: 'key', at, text: vouch('key', change, [signer]) })
  })
}

/** Notes first, since few wait for a leaf and some are waited for. */
async function nextSources(
  { store }: LedgerParts,
  { cursors }: LedgerHead,
): Promise<LedgerSource[]> {
  const end = Number.MAX_SAFE_INTEGER
  const bounds = { note: end, audit: end, statement: await store.consistentThrough() } as const
  const found: LedgerSource[] = []
  for (const kind of ['note', 'audit', 'statement'] as const) {
    const limit = entriesPerAppendMax - found.length
    if (limit === 0) break
    const range = { after: cursors[kind], through: bounds[kind], limit }
    found.push(...(await store.listLedgerSources(kind, range)))
  }
  return found
}

/** The leaves of these sources, and the tree with them. A leaf that changes the key is signed with the new one. */
function appendOf(
  { size, peaks, cursors, key }: LedgerHead,
  sources: readonly LedgerSource[],
  { random = randomBytes, keys }: LedgerParts,
) {
  const tree = new GrowingTree(size, peaks)
  const entries: LedgerEntry[] = []
  const nodes: LedgerNode[] = []
  const after = { ...cursors }
  let signing = key ?? signerOf({ size, peaks, cursors }, keys).key
  for (const { kind, source, stored, payload = Buffer.alloc(0) } of sources) {
    const salt = random(saltBytes)
    const commitment = hash('sha256', Buffer.concat([salt, payload]), 'buffer')
    const entry = { position: tree.size, kind, source, stored, commitment, salt }
    tree.append(leafHash(leafOf(entry)), (level, position, hash) => {
      if (level % levelsApart === 0) nodes.push({ level, position, hash })
    })
    entries.push(entry)
    after[sourceKindOf(kind)] = source
    if (kind === 'key') signing = keyNamedIn(payload)
  }
  const head = { size: tree.size, peaks: tree.peaks, cursors: after, key: signing }
  return { entries, nodes, size: tree.size, root: tree.root, head }
}

const keyNamedIn = (payload: Buffer): string =>
  (JSON.parse(payload.toString()) as Vouched<KeyChange>).body.to

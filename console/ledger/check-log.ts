import { get } from '../api/client.ts'
import type { ConsistencyProof, InclusionProof, LedgerState } from '../api/types.ts'
import { bytesOf, bytesOfHex, isNoteSigned, readNote } from './check-note.ts'
import { areEqual, checkConsistency, checkInclusion, leafHashOf, sha256 } from './check-proofs.ts'
import { keepSeen, readSeen, type SeenCheckpoint } from './seen-checkpoint.ts'

/** What this device finds when it compares the log with what it saw last. */
export type LogVerdict =
  | 'empty'
  /** Nothing was seen here before. */
  | 'first'
  | 'same'
  /** Everything that was seen is still its beginning. */
  | 'grown'
  /** It does not begin with what was seen. */
  | 'changed'
  | 'shorter'
  /** It has another name. */
  | 'another'
  /** The checkpoint is not signed by the key that the server names. */
  | 'unsigned'
  /** Not over https, or an old browser. */
  | 'cannotCheck'

export interface LogCheck {
  readonly verdict: LogVerdict
  readonly seen?: SeenCheckpoint | undefined
  readonly seenSize?: number
  /** Undefined where the browser does not know Ed25519. */
  readonly isSigned?: boolean | undefined
}

/** Compares the log with the checkpoint that was seen last on this device, and keeps the new one if it is good. */
export async function checkLog({ checkpoint, key, root, size }: LedgerState): Promise<LogCheck> {
  if (!checkpoint || !key || !root) return { verdict: readSeen() ? 'shorter' : 'empty' }
  if (!globalThis.crypto?.subtle) return { verdict: 'cannotCheck' }
  const now = readNote(checkpoint)
  const isSigned = await isNoteSigned(checkpoint, key)
  const isIts = now.size === size && areEqual(now.root, bytesOf(root))
  if (isSigned === false || !isIts) return { verdict: 'unsigned', isSigned }
  const seen = readSeen()
  const verdict = seen ? await compare(seen, checkpoint) : 'first'
  const isGood = ['first', 'same', 'grown'].includes(verdict)
  if (isGood) keepSeen({ note: checkpoint, key, at: new Date().toISOString() })
  return { verdict, isSigned, ...(seen && { seen, seenSize: readNote(seen.note).size }) }
}

async function compare(seen: SeenCheckpoint, checkpoint: string): Promise<LogVerdict> {
  const [before, now] = [readNote(seen.note), readNote(checkpoint)]
  if (before.origin !== now.origin) return 'another'
  if (before.size > now.size) return 'shorter'
  if (before.size === now.size) return areEqual(before.root, now.root) ? 'same' : 'changed'
  const proof = await get<ConsistencyProof>('/ledger/consistency', {
    from: before.size,
    to: now.size,
  })
  const holds = await checkConsistency({
    from: before.size,
    to: now.size,
    first: before.root,
    second: now.root,
    hashes: proof.hashes.map(bytesOf),
  })
  return holds ? 'grown' : 'changed'
}

export interface StatementCheck {
  readonly proof: InclusionProof
  /** Whether the tree has this leaf. */
  readonly isIncluded: boolean
  /** Whether the statement is what the leaf commits to; undefined if it is erased or may not be read. */
  readonly isUnaltered: boolean | undefined
}

/** Asks for the proof of a statement and goes through it here. */
export async function checkStatement(id: string, state: LedgerState): Promise<StatementCheck> {
  const proof = await get<InclusionProof>('/ledger/inclusion', { statement: id, size: state.size })
  const { position, size, leaf, hashes, salt, payload } = proof
  const isIncluded = await checkInclusion({
    leaf: await leafHashOf(leaf),
    position,
    size,
    root: bytesOf(state.root ?? ''),
    hashes: hashes.map(bytesOf),
  })
  if (salt === undefined || payload === undefined) {
    return { proof, isIncluded, isUnaltered: undefined }
  }
  const found = await sha256(bytesOfHex(salt), new TextEncoder().encode(payload))
  const { commitment } = JSON.parse(leaf) as { commitment: string }
  const isAbout = (JSON.parse(payload) as { id?: string }).id === id.toLowerCase()
  return { proof, isIncluded, isUnaltered: isAbout && areEqual(found, bytesOfHex(commitment)) }
}

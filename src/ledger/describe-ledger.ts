import { Problem } from '../base/problem.ts'
import type { LedgerParts } from './append-entries.ts'
import { type LedgerEntry, leafOf, sourceKindOf } from './entry.ts'
import { proveConsistency, proveInclusion, rootAt } from './prove.ts'
import { readVerifierKey } from './signed-note.ts'
import { requireSigned, signerOf } from './signing.ts'
import type { LedgerHead, LedgerReader } from './store.ts'
import type { KeyChange, Vouched } from './vouched-note.ts'
import type {
  ConsistencyProof,
  InclusionProof,
  LedgerEntryItem,
  LedgerKeyItem,
  LedgerState,
} from './wire.ts'

/** Where the log is, and whether it goes on. */
export async function describeLedger({
  store,
  keys,
}: Pick<LedgerParts, 'store' | 'keys'>): Promise<LedgerState> {
  const head = await store.readLedgerHead()
  const [kept] = (await store.listLedgerCheckpoints({ limit: 1 })).items
  const halted = haltOf(head, keys)
  return {
    size: head.size,
    ...signedPartOf(head),
    ...(kept && { checkpointKeptAt: kept.at.toISOString() }),
    isUpToDate: await isUpToDate(store, head),
    ...(halted && { halted }),
  }
}

function signedPartOf({ checkpoint, key }: LedgerHead): Partial<LedgerState> {
  if (checkpoint === undefined || key === undefined) return {}
  const [origin = '', , root = ''] = checkpoint.split('\n')
  return { origin, root, checkpoint, key }
}

function haltOf(head: LedgerHead, keys: LedgerParts['keys']): LedgerState['halted'] {
  if (head.size === 0) return undefined
  try {
    requireSigned(head)
    signerOf(head, keys)
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.detail.facts?.reason as LedgerState['halted']
  }
}

async function isUpToDate(
  store: Pick<LedgerReader, 'listLedgerSources'>,
  { cursors }: LedgerHead,
): Promise<boolean> {
  for (const kind of ['statement', 'audit', 'note'] as const) {
    const range = { after: cursors[kind], through: Number.MAX_SAFE_INTEGER, limit: 1 }
    if ((await store.listLedgerSources(kind, range)).length > 0) return false
  }
  return true
}

interface WantedEntry {
  /** Id of a statement; without one, `position` names the entry. */
  readonly statement?: string
  readonly position?: number
  /** Of the tree; as it is now unless given. */
  readonly size?: number
  /** Whether salt and payload are shown. */
  readonly isOpen: boolean
}

/** @throws Problem `not-in-ledger`; `beyond-ledger` */
export async function describeInclusion(
  store: LedgerReader,
  { statement, position, size, isOpen }: WantedEntry,
): Promise<InclusionProof> {
  const head = await store.readLedgerHead()
  const entry = await findEntry(store, statement, position)
  const within = size ?? head.size
  if (!entry || entry.position >= head.size) {
    throw new Problem('not-in-ledger', 'The verifiable log has no such entry yet.')
  }
  if (within > head.size || entry.position >= within) throw beyond(head.size)
  const root = await rootAt(store, within)
  const hashes = await proveInclusion(store, entry.position, within)
  const shown = isOpen && entry.salt ? await openedOf(store, entry) : {}
  return {
    ...entryItemOf(entry),
    ...{ size: within, root: root.toString('base64'), hashes: hashes.map(base64) },
    ...shown,
  }
}

async function findEntry(
  store: LedgerReader,
  statement: string | undefined,
  position = 0,
): Promise<LedgerEntry | undefined> {
  if (statement === undefined) return (await store.listLedgerEntries(position, 1))[0]
  const seq = await store.findStatementPosition(statement)
  return seq === undefined ? undefined : store.findLedgerEntry('statement', seq)
}

async function openedOf(store: LedgerReader, { kind, source, salt }: LedgerEntry) {
  const range = { after: source - 1, through: source, limit: 1 }
  const [found] = await store.listLedgerSources(sourceKindOf(kind), range)
  return {
    salt: salt!.toString('hex'),
    ...(found?.payload && { payload: found.payload.toString() }),
  }
}

/** @throws Problem `beyond-ledger` */
export async function describeConsistency(
  store: LedgerReader,
  from: number,
  wantedTo?: number,
): Promise<ConsistencyProof> {
  const { size } = await store.readLedgerHead()
  const to = wantedTo ?? size
  if (to > size || from > to) throw beyond(size)
  const hashes = await proveConsistency(store, from, to)
  return {
    from,
    to,
    fromRoot: base64(await rootAt(store, from)),
    toRoot: base64(await rootAt(store, to)),
    hashes: hashes.map(base64),
  }
}

const beyond = (size: number): Problem =>
  new Problem('beyond-ledger', `The verifiable log has ${size} entries.`, { limit: size })

const base64 = (bytes: Buffer): string => bytes.toString('base64')

export const entryItemOf = (entry: LedgerEntry): LedgerEntryItem => ({
  position: entry.position,
  kind: entry.kind,
  stored: entry.stored,
  leaf: leafOf(entry),
  isErased: entry.salt === undefined,
})

/** Every key of the log, the oldest first. */
export async function describeKeys(store: LedgerReader): Promise<LedgerKeyItem[]> {
  const items: LedgerKeyItem[] = []
  for (const { source, payload } of await store.listLedgerNotes('key')) {
    const entry = await store.findLedgerEntry('note', source)
    if (!entry || !payload) continue
    const { to, at } = (JSON.parse(payload.toString()) as Vouched<KeyChange>).body
    if (isVerifierKey(to)) items.push({ key: to, since: at, position: entry.position })
  }
  return items
}

function isVerifierKey(text: string): boolean {
  try {
    return readVerifierKey(text).key.type === 'public'
  } catch {
    return false
  }
}

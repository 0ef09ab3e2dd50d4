/**
 * Checks an export of hocba's verifiable log without hocba: this file needs nothing but Node, and may be read in an evening.
 *
 *   node verify-bundle.ts BUNDLE [--checkpoint FILE]... [--key VERIFIER-KEY]
 *
 * A bundle is text, one JSON object a line, perhaps gzipped: what it is; checkpoints; every entry in its order, as the leaf with its
 * salt and payload; what the store holds that has no entry; the end with the signed head. It checks
 * - that every payload is what its leaf commits to: SHA-256(salt ‖ payload);
 * - that the leaves hash to the root of every checkpoint, the given ones and those of the bundle [RFC 6962 2.1];
 * - that checkpoints, changes of the key, erasures and restores are signed by the log's keys [C2SP signed-note, Ed25519].
 */
import { createPublicKey, hash, verify } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

export interface BundleEntry {
  readonly position: number
  readonly leaf: string
  /** Hexadecimal; absent once it is destroyed. */
  readonly salt?: string
  readonly payload?: string
  /** Under which id the store finds the statement. */
  readonly id?: string
}

interface BundleCheckpoint {
  readonly size: number
  readonly note: string
}

/** One line of a bundle. */
export type BundleLine =
  | { readonly format: 'hocba-ledger'; readonly v: 1 }
  | { readonly checkpoint: BundleCheckpoint }
  | { readonly entry: BundleEntry }
  | { readonly unlogged: { readonly kind: string; readonly source: number; readonly id?: string } }
  | { readonly end: { readonly entries: number; readonly head?: string } }

export type Verdict =
  /** Not what was logged. */
  | 'altered'
  /** Logged, and not there any more. */
  | 'missing'
  /** There, and never logged though later things were. */
  | 'unlogged'
  /** A signature, a checkpoint or the order of things is wrong. */
  | 'forged'
  /** Gone by right: an entry of the log says so. */
  | 'erased'
  /** Lost by going back to a backup: an entry of the log says so. */
  | 'restored'

export interface Finding {
  readonly verdict: Verdict
  /** Id of the statement, or what else it is. */
  readonly about: string
  readonly reason: string
}

export interface Verification {
  /** False if there is anything but what is verified, erased or restored. */
  readonly isSound: boolean
  readonly entries: number
  readonly verified: number
  /** Checkpoints that the log agrees with. */
  readonly checkpoints: number
  /** The key that signs now. */
  readonly key: string
  readonly root: string
  readonly findings: readonly Finding[]
}

export interface Known {
  /** Checkpoints that were kept elsewhere, as text. */
  readonly checkpoints?: readonly string[]
  /** A verifier key that was kept elsewhere. */
  readonly key?: string
}

interface Leaf {
  readonly commitment: string
  readonly kind: string
  readonly position: number
}

interface Vouched {
  readonly body: Readonly<Record<string, unknown>>
  readonly signatures: readonly { readonly key: string; readonly signature: string }[]
}

/** How findings name checkpoints that were kept elsewhere. */
const yours = 'your checkpoint'

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer')

/** Reads a whole bundle. @param lines JSON texts, or what they say */
export async function verifyBundle(
  lines: AsyncIterable<string | BundleLine> | Iterable<string | BundleLine>,
  known: Known = {},
): Promise<Verification> {
  const checking = new Checking(known)
  for await (const line of lines) {
    if (typeof line === 'string') checking.readText(line)
    else checking.read(line)
  }
  return checking.end()
}

class Checking {
  readonly #known: Known
  readonly #findings: Finding[] = []
  readonly #checkpoints: (BundleCheckpoint & { about: string })[] = []
  /** Roots at the sizes of checkpoints. */
  readonly #roots = new Map<number, Buffer>()
  readonly #wanted = new Set<number>()
  readonly #peaks: { level: number; hash: Buffer }[] = []
  readonly #keys: string[] = []
  /** Entries without a salt, and the erasures that name them. */
  readonly #silent = new Map<number, string>()
  readonly #erased = new Map<number, string>()
  readonly #restores: { from: number; at: number; reason: string }[] = []
  #head: string | undefined
  #size = 0
  #verified = 0
  #ended: number | undefined

  constructor(known: Known) {
    this.#known = known
    for (const note of known.checkpoints ?? []) this.#expect(note, yours)
  }

  readText(text: string): void {
    if (text.trim() === '') return
    try {
      this.read(JSON.parse(text) as BundleLine)
    } catch (error) {
      this.#find('forged', 'bundle', `a line cannot be read: ${(error as Error).message}`)
    }
  }

  read(line: BundleLine): void {
    if ('entry' in line) this.#readEntry(line.entry)
    else if ('checkpoint' in line) this.#expect(line.checkpoint.note, 'checkpoint')
    else if ('end' in line) {
      this.#ended = line.end.entries
      this.#head = line.end.head
    } else if ('unlogged' in line) {
      const { kind, source, id } = line.unlogged
      this.#find('unlogged', id ?? `${kind} ${source}`, 'it is stored, and the log passed it by')
    }
  }

  #expect(note: string, kind: string): void {
    const size = Number(note.split('\n')[1])
    this.#checkpoints.push({ size, note, about: `${kind} of ${size} entries` })
    this.#wanted.add(size)
    if (size === 0) this.#roots.set(0, sha256(Buffer.alloc(0)))
  }

  #readEntry(entry: BundleEntry): void {
    const about = entry.id ?? `entry ${entry.position}`
    const leaf = readLeaf(entry.leaf)
    if (!leaf || leaf.position !== this.#size || entry.position !== this.#size) {
      this.#find('altered', about, `it stands at place ${this.#size}, where it was not logged`)
    }
    this.#append(entry.leaf)
    if (leaf) this.#checkPayload(entry, leaf, about)
  }

  #append(leaf: string): void {
    let added = { level: 0, hash: sha256(Buffer.from(`\0${leaf}`)) }
    while (this.#peaks.at(-1)?.level === added.level) {
      added = { level: added.level + 1, hash: parentOf(this.#peaks.pop()!.hash, added.hash) }
    }
    this.#peaks.push(added)
    this.#size++
    if (this.#wanted.has(this.#size)) this.#roots.set(this.#size, this.#root())
  }

  #root(): Buffer {
    if (this.#size === 0) return sha256(Buffer.alloc(0))
    return this.#peaks.map(({ hash }) => hash).reduceRight((right, left) => parentOf(left, right))
  }

  #checkPayload({ position, salt, payload, id }: BundleEntry, leaf: Leaf, about: string): void {
    if (salt === undefined) {
      this.#silent.set(position, about)
      return
    }
    if (payload === undefined) {
      this.#find('missing', about, `what entry ${position} (${leaf.kind}) stands for is gone`)
      return
    }
    const commitment = sha256(Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(payload)]))
    if (commitment.toString('hex') !== leaf.commitment) {
      this.#find('altered', about, `it is not what entry ${position} (${leaf.kind}) commits to`)
      return
    }
    if (id !== undefined && !payload.includes(`"${id}"`)) {
      this.#find('altered', about, 'the store finds it under an id that it does not have')
      return
    }
    this.#verified++
    if (['key', 'erasure', 'restore'].includes(leaf.kind)) this.#readVouched(leaf, payload)
  }

  /** What the log itself says must be signed by its keys. */
  #readVouched({ kind, position }: Leaf, payload: string): void {
    const { body, signatures } = JSON.parse(payload) as Vouched
    const bytes = Buffer.from(`hocba ledger ${kind}\n${JSON.stringify(body)}`)
    const signedBy = (key: unknown) =>
      signatures.some((one) => one.key === key && isSigned(bytes, one.signature, one.key))
    const current = this.#keys.at(-1)
    if (kind === 'key') {
      const isNext = body.from === current || (current === body.to && body.from === undefined)
      const isVouched = signedBy(body.to) && (body.from === undefined || signedBy(body.from))
      if (isNext && isVouched) this.#keys.push(String(body.to))
      else
        this.#find(
          'forged',
          `entry ${position}`,
          'a change of the key that the key before did not sign',
        )
      return
    }
    if (!signedBy(current)) {
      this.#find(
        'forged',
        `entry ${position}`,
        `a record of kind ${kind} that the log did not sign`,
      )
    } else if (kind === 'erasure') {
      const { positions, basis, approvedBy, at } = body
      const reason = `erased under entry ${position}: ${basis}; approved by ${approvedBy}, ${at}`
      for (const one of positions as number[]) if (one < position) this.#erased.set(one, reason)
    } else {
      const reason = `entry ${position}: back to the backup of ${body.backupOf} at ${body.at}`
      this.#restores.push({ from: Number(body.size), at: position, reason })
    }
  }

  end(): Verification {
    for (const [position, about] of this.#silent) {
      const reason = this.#erased.get(position)
      if (reason !== undefined) this.#find('erased', about, reason)
      else
        this.#find(
          'altered',
          about,
          `the salt of entry ${position} is gone, and no erasure says so`,
        )
    }
    const root = this.#root()
    if (this.#ended === undefined) this.#find('forged', 'bundle', 'its end is missing')
    else if (this.#ended !== this.#size) this.#find('forged', 'bundle', 'entries are missing in it')
    this.#checkHead(root)
    const { key } = this.#known
    if (key !== undefined && !this.#keys.includes(key)) {
      this.#find('forged', 'log', 'your key never signed this log: it is another one')
    }
    const agreed = this.#checkpoints.filter((one) => this.#checkCheckpoint(one)).length
    return {
      isSound: this.#findings.every(({ verdict }) => ['erased', 'restored'].includes(verdict)),
      entries: this.#size,
      verified: this.#verified,
      checkpoints: agreed,
      key: this.#keys.at(-1) ?? '',
      root: root.toString('base64'),
      findings: this.#findings,
    }
  }

  #checkHead(root: Buffer): void {
    if (this.#size === 0 && this.#head === undefined) return
    const head = this.#head ?? ''
    const [, size, expected] = head.split('\n')
    const isSigned = this.#keys.some((key) => isSignedNote(head, key))
    if (!isSigned || Number(size) !== this.#size || expected !== root.toString('base64')) {
      this.#find('forged', 'head', 'the signed head is not that of these entries')
    }
  }

  /** @returns whether the log agrees with it. */
  #checkCheckpoint({ size, note, about }: BundleCheckpoint & { about: string }): boolean {
    const restore = this.#restores.find(({ from, at }) => from < size && from <= at)
    if (!this.#keys.some((key) => isSignedNote(note, key))) {
      // What you kept may be signed by a key that was lost with what came after the backup.
      if (restore && about.startsWith(yours)) this.#find('restored', about, restore.reason)
      else this.#find('forged', about, 'no key of this log signed it')
      return false
    }
    const root = this.#roots.get(size)?.toString('base64')
    if (root !== undefined && root === note.split('\n')[2]) return true
    if (restore) this.#find('restored', about, restore.reason)
    else if (root === undefined)
      this.#find('missing', about, `the log has ${this.#size} entries only`)
    else this.#find('altered', about, 'the first entries are not those that it was signed over')
    return false
  }

  #find(verdict: Verdict, about: string, reason: string): void {
    this.#findings.push({ verdict, about, reason })
  }
}

function parentOf(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.concat([Buffer.of(1), left, right]))
}

function readLeaf(text: string): Leaf | undefined {
  try {
    return JSON.parse(text) as Leaf
  } catch {
    return undefined
  }
}

/** The parts of `name+id+key`; the key is 0x01 and 32 bytes. */
function readKey(text: string) {
  const [name = '', , ...rest] = text.split('+')
  const bytes = Buffer.from(rest.join('+'), 'base64')
  const x = bytes.subarray(1).toString('base64url')
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes])).subarray(0, 4)
  return {
    name,
    id,
    key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  }
}

function isSigned(bytes: Buffer, signature: string, key: string): boolean {
  try {
    return verify(null, bytes, readKey(key).key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

function isSignedNote(note: string, key: string): boolean {
  const [text = '', signatures = ''] = note.split('\n\n')
  const { name, id } = readKey(key)
  if (text.split('\n')[0] !== name) return false
  return signatures.split('\n').some((line) => {
    const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64')
    const signature = bytes.subarray(4).toString('base64')
    return bytes.subarray(0, 4).equals(id) && isSigned(Buffer.from(`${text}\n`), signature, key)
  })
}

/** The lines of a file, gzipped or not. */
export function linesOf(path: string): AsyncIterable<string> {
  const file = createReadStream(path)
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

/** What a person reads: a line for each finding, then the sum. */
export function describeVerification(found: Verification): string {
  const lines = found.findings.map(
    ({ verdict, about, reason }) => `${verdict}: ${about}: ${reason}`,
  )
  const count = (verdict: Verdict) => found.findings.filter((one) => one.verdict === verdict).length
  const sum = (['missing', 'altered', 'unlogged', 'forged', 'erased', 'restored'] as const)
    .map((verdict) => `${count(verdict)} ${verdict}`)
    .join(', ')
  lines.push(
    `${found.entries} entries: ${found.verified} verified, ${sum}.`,
    `${found.checkpoints} checkpoints agree. Root ${found.root}`,
    `Signed with ${found.key}`,
    found.isSound ? 'Nothing was changed.' : 'SOMETHING WAS CHANGED.',
  )
  return lines.join('\n')
}

async function main(args: readonly string[]): Promise<void> {
  const valuesOf = (name: string) => args.filter((_, index) => args[index - 1] === name)
  const [bundle] = args
  if (bundle === undefined) throw new Error('Which bundle? node verify-bundle.ts BUNDLE')
  const [key] = valuesOf('--key')
  const checkpoints = valuesOf('--checkpoint').map((path) => readFileSync(path, 'utf8'))
  const found = await verifyBundle(linesOf(bundle), { checkpoints, ...(key && { key }) })
  console.log(describeVerification(found))
  process.exitCode = found.isSound ? 0 : 1
}

if (import.meta.main) await main(process.argv.slice(2))

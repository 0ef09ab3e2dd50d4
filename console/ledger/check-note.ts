import { areEqual, sha256 } from './check-proofs.ts'

/** What a signed note says (C2SP signed-note and tlog-checkpoint). */
export interface NoteText {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
}

export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16))
}

export function readNote(note: string): NoteText {
  const [origin = '', size = '', root = ''] = note.split('\n')
  return { origin, size: Number(size), root: bytesOf(root) }
}

/**
 * Whether this verifier key (`name+id+key`) signed the note.
 * @returns undefined in a browser that does not know Ed25519
 */
export async function isNoteSigned(
  note: string,
  verifierKey: string,
): Promise<boolean | undefined> {
  const [text = '', signatures = ''] = note.split('\n\n')
  const [name = '', , ...rest] = verifierKey.split('+')
  const keyBytes = bytesOf(rest.join('+'))
  const id = (await sha256(new TextEncoder().encode(`${name}\n`), keyBytes)).subarray(0, 4)
  const key = await crypto.subtle
    .importKey('raw', keyBytes.slice(1), 'Ed25519', false, ['verify'])
    .catch(() => undefined)
  if (!key) return undefined
  for (const line of signatures.split('\n')) {
    const [, signer, encoded] = line.split(' ')
    if (signer !== name || encoded === undefined) continue
    const bytes = bytesOf(encoded)
    const signed = new TextEncoder().encode(`${text}\n`)
    const isIts = areEqual(bytes.subarray(0, 4), id)
    if (isIts && (await crypto.subtle.verify('Ed25519', key, bytes.slice(4), signed))) return true
  }
  return false
}

import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'

/**
 * Checkpoints as the transparency ecosystem writes them: C2SP signed-note and tlog-checkpoint, with Ed25519. A verifier key is
 * `name+id+key`: the log's origin, four bytes of hash in hexadecimal, and base64 of 0x01 and the public key.
 */

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
}

const algorithmEd25519 = 1

/** The 32 bytes of an Ed25519 key's public half. */
export const publicBytes = (key: KeyObject): Buffer =>
  Buffer.from(
    (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }).x!,
    'base64url',
  )

/** The name of a log: of its first key, so that no two installations share one. */
export const originOf = (firstKey: KeyObject): string =>
  `hocba/${hash('sha256', publicBytes(firstKey), 'hex').slice(0, 16)}`

export function verifierKeyOf(origin: string, key: KeyObject): string {
  const bytes = Buffer.concat([Buffer.of(algorithmEd25519), publicBytes(key)])
  return `${origin}+${keyId(origin, bytes).toString('hex')}+${bytes.toString('base64')}`
}

/** @throws Error if it is none. */
export function readVerifierKey(text: string): { origin: string; id: Buffer; key: KeyObject } {
  const [origin = '', id = '', ...rest] = text.split('+')
  const bytes = Buffer.from(rest.join('+'), 'base64')
  const isWhole = bytes.length === 33 && bytes[0] === algorithmEd25519
  if (!isWhole || keyId(origin, bytes).toString('hex') !== id) {
    throw new Error('This is no verifier key of a ledger.')
  }
  const x = bytes.subarray(1).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return { origin, id: Buffer.from(id, 'hex'), key }
}

const keyId = (origin: string, bytes: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${origin}\n`), bytes]), 'buffer').subarray(0, 4)

export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`

/** @param key the private half of `verifierKey` */
export function signCheckpoint(
  checkpoint: Checkpoint,
  verifierKey: string,
  key: KeyObject,
): string {
  const text = checkpointText(checkpoint)
  const { id } = readVerifierKey(verifierKey)
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64')
  return `${text}\n— ${checkpoint.origin} ${signature}\n`
}

/** @returns what the note says, if this key signed it. */
export function openCheckpoint(note: string, verifierKey: string): Checkpoint | undefined {
  const [text = '', signatures = ''] = note.split('\n\n')
  const [origin = '', size = '', root = ''] = text.split('\n')
  const { id, key, origin: name } = readVerifierKey(verifierKey)
  const isSigned = signatures.split('\n').some((line) => {
    const [dash, signer, encoded = ''] = line.split(' ')
    const bytes = Buffer.from(encoded, 'base64')
    return (
      dash === '—' &&
      signer === name &&
      bytes.subarray(0, 4).equals(id) &&
      verify(null, Buffer.from(`${text}\n`), key, bytes.subarray(4))
    )
  })
  if (!isSigned || origin !== name) return undefined
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') }
}

import { createHash, hash, randomBytes, randomUUID } from 'node:crypto'

/** A new random UUID (version 4), lower case. */
export const newUuid = (): string => randomUUID()

/**
 * A new secret of 256 random bits, base64url, 43 characters. It begins with a letter or a digit: command lines take what
 * begins with `-` for an option.
 */
export function newSecret(): string {
  for (;;) {
    const secret = randomBytes(32).toString('base64url')
    if (/^[A-Za-z0-9]/.test(secret)) return secret
  }
}

/** SHA-256 of a high-entropy secret, lower-case hexadecimal: what is stored in the secret's place. */
export const secretHash = (secret: string): string => hash('sha256', secret)

const nameSpace = Buffer.from('6f0e5d0c6c1b4f6ab1a51d5e0f0c7a21', 'hex')

/** A UUID (version 5, RFC 9562 5.5) that is always the same for the same parts, under hocba's own name space. */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha1').update(nameSpace).update(JSON.stringify(parts)).digest()
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return uuidOfHex(hash.toString('hex', 0, 16))
}

/** @param hex 32 hexadecimal digits in lower case */
export const uuidOfHex = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

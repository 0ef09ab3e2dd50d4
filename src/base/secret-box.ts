import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Keeps secrets that must be readable again: AES-256-GCM with a key derived from the installation's signing key, so that the
 * database alone gives nothing away. A sealed secret opens only for its owner.
 */
export interface SecretBox {
  seal(secret: string, owner: string): string
  /** @throws Error with a sentence if it was sealed with another key, for another owner, or is damaged. */
  open(sealed: string, owner: string): string
}

const algorithm = 'aes-256-gcm'
const version = 'v1'
const tagBytes = 16

/** @param purpose what the secrets are for; a box of another purpose does not open them. */
export function secretBox(signingKey: Buffer, purpose: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', signingKey, '', purpose, 32))
  return {
    seal(secret, owner) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(owner))
      const content = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      const text = Buffer.concat([content, cipher.getAuthTag()]).toString('base64url')
      return `${version}.${nonce.toString('base64url')}.${text}`
    },
    open(sealed, owner) {
      const [found, nonce = '', text = ''] = sealed.split('.')
      try {
        if (found !== version) throw new Error(`sealed as ${found}`)
        const bytes = Buffer.from(text, 'base64url')
        const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64url'), {
          authTagLength: tagBytes,
        })
        decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-tagBytes))
        const content = decipher.update(bytes.subarray(0, -tagBytes))
        return Buffer.concat([content, decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new Error(
          'The secret cannot be read: it was stored with another signing key. Give it a new one.',
          { cause },
        )
      }
    },
  }
}

import { type SecretBox, secretBox } from '../base/secret-box.ts'

/** Keeps the secrets of destinations, which must be readable again, since deliveries are signed with them. */
export type SecretSealer = SecretBox

export const secretSealer = (signingKey: Buffer): SecretSealer =>
  secretBox(signingKey, 'hocba destination secrets')

import type { KeyObject } from 'node:crypto'

/** The private keys (Ed25519) of this installation, which are kept outside of the store. */
export interface LedgerKeys {
  /** The newest; made if there is none yet. */
  newest(): KeyObject
  /** The private half of this public key, if it is here. @param publicKey 32 bytes */
  find(publicKey: Buffer): KeyObject | undefined
  /**
   * Makes another key, durably, which is the newest from then on. Where keys are given from outside: the newest of them, which
   * may be the one that signs already.
   */
  add(): KeyObject
}

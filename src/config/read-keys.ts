import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readSecret } from './read-secret.ts'
import { readSigningKey } from './signing-key.ts'
import { ConfigError, type Environment } from './values.ts'

interface KeyPlace {
  /** Where keys are kept that are not given. */
  readonly dataFolder: string
  /** Whether other machines need the same keys. */
  readonly areShared: boolean
}

/**
 * The keys of the installation. Given by `HOCBA_SIGNING_KEY` and `HOCBA_LEDGER_KEYS`, or by files that these with `_FILE` name;
 * else kept in the data folder, and made at the first start. Nodes that share no folder must be given them, since each would make
 * one of its own, and refuse what the others have signed.
 * @throws ConfigError
 */
export function readKeys(env: Environment, { dataFolder, areShared }: KeyPlace) {
  const { signingKey, ledgerKeys } = readGivenKeys(env)
  if (areShared && signingKey === undefined) {
    throw new ConfigError(
      'HOCBA_SIGNING_KEY is not set. With HOCBA_STORAGE=mongodb all nodes need the same key: give each of them HOCBA_SIGNING_KEY or HOCBA_SIGNING_KEY_FILE (openssl rand -hex 32), or set HOCBA_NODES to "one".',
    )
  }
  if (areShared && ledgerKeys === undefined) {
    throw new ConfigError(
      'HOCBA_LEDGER_KEYS is not set. With HOCBA_STORAGE=mongodb all nodes sign the verifiable log with the same key: give each of them HOCBA_LEDGER_KEYS or HOCBA_LEDGER_KEYS_FILE (openssl genpkey -algorithm ed25519), or set HOCBA_NODES to "one".',
    )
  }
  return {
    signingKey: readSigningKey(dataFolder, signingKey),
    /** The oldest first; undefined where they are kept in the data folder. */
    ledgerKeys,
  }
}

/**
 * The keys that settings give; undefined where they are, or will be, in the data folder. Creates nothing.
 * @throws ConfigError
 */
export function readGivenKeys(env: Environment) {
  const signing = readSecret(env, 'HOCBA_SIGNING_KEY')
  const ledger = readSecret(env, 'HOCBA_LEDGER_KEYS')
  return {
    signingKey: signing && signingKeyOf(signing),
    ledgerKeys: ledger && ledgerKeysOf(ledger),
  }
}

/** 32 bytes: as they are, which only a file can hold, in hexadecimal or in base64. No sentence repeats them. */
function signingKeyOf(given: Buffer): Buffer {
  if (given.length === 32) return given
  const written = given.toString('latin1').trim()
  if (/^[\da-f]{64}$/i.test(written)) return Buffer.from(written, 'hex')
  if (/^[\w+/-]{43}=?$/.test(written)) return Buffer.from(written, 'base64')
  throw new ConfigError(
    'HOCBA_SIGNING_KEY is not a key of 32 bytes, in hexadecimal or base64; openssl rand -hex 32 makes one.',
  )
}

function ledgerKeysOf(given: Buffer): readonly KeyObject[] {
  const blocks = given.toString().match(/-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----/gs)
  const keys = (blocks ?? []).map(ed25519KeyOf)
  if (keys.length > 0 && keys.every((key) => key !== undefined)) return keys
  throw new ConfigError(
    'HOCBA_LEDGER_KEYS has no private keys for Ed25519 in PEM, the oldest first; openssl genpkey -algorithm ed25519 makes one.',
  )
}

function ed25519KeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { SecretBox } from '../base/secret-box.ts'
import type { AccessWriter } from './store.ts'

/** RFC 6238 as every app has it: SHA-1, six digits, a new code each 30 seconds. */
const secondsPerStep = 30
const digits = 6
const secretBytes = 20
/** A clock may be a step wrong, either way. */
const stepsAside = 1
const recoveryCodes = 10

/** RFC 4648 6, without padding: what people type into an app. */
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

type Writer = Pick<AccessWriter, 'findSecondFactor' | 'putSecondFactor'>

interface NewFactor {
  /** The secret in base 32. */
  readonly secret: string
  /** `otpauth://totp/...`, which apps open or read from a QR code. */
  readonly uri: string
}

/** The second factor of accounts: making it, proving it, and using it at sign-in. Secrets rest sealed. */
export interface SecondFactors {
  /** Makes a secret that counts once it is confirmed. @throws Problem `second-factor-exists` if another one counts. */
  begin(tx: Writer, account: { readonly id: string; readonly email: string }): Promise<NewFactor>
  /** @returns the recovery codes, shown this once. @throws Problem `second-factor-wrong`. */
  confirm(tx: Writer, account: string, code: string): Promise<readonly string[]>
  /** Takes a code, or a recovery code; each counts once. @throws Problem `second-factor-wrong`. */
  use(tx: Writer, account: string, code: string): Promise<void>
}

export function secondFactors(clock: Clock, box: SecretBox): SecondFactors {
  const stepNow = () => Math.floor(clock().getTime() / 1000 / secondsPerStep)
  return {
    async begin(tx, { id, email }) {
      if ((await tx.findSecondFactor(id))?.isConfirmed) {
        throw new Problem('second-factor-exists', 'Take the second factor away first.')
      }
      const secret = randomBytes(secretBytes)
      const sealed = box.seal(secret.toString('base64url'), id)
      await tx.putSecondFactor(id, {
        secret: sealed,
        isConfirmed: false,
        lastStep: 0,
        recovery: [],
      })
      return { secret: toBase32(secret), uri: uriOf(email, toBase32(secret)) }
    },
    async confirm(tx, account, code) {
      const factor = await tx.findSecondFactor(account)
      const step = factor && stepOf(box, { account, sealed: factor.secret }, code, stepNow())
      if (!factor || factor.isConfirmed || step === undefined) throw wrong()
      const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
      const recovery = codes.map((one) => secretHash(tidy(one)))
      await tx.putSecondFactor(account, { ...factor, isConfirmed: true, lastStep: step, recovery })
      return codes
    },
    async use(tx, account, code) {
      const factor = await tx.findSecondFactor(account)
      if (!factor?.isConfirmed) return
      const hash = secretHash(tidy(code))
      if (factor.recovery.includes(hash)) {
        const recovery = factor.recovery.filter((left) => left !== hash)
        return tx.putSecondFactor(account, { ...factor, recovery })
      }
      const step = stepOf(box, { account, sealed: factor.secret }, code, stepNow())
      if (step === undefined || step <= factor.lastStep) throw wrong()
      await tx.putSecondFactor(account, { ...factor, lastStep: step })
    },
  }
}

/** The step whose code this is, of those that count at `now`; undefined if of none. */
function stepOf(
  box: SecretBox,
  { account, sealed }: { account: string; sealed: string },
  code: string,
  now: number,
): number | undefined {
  const secret = Buffer.from(box.open(sealed, account), 'base64url')
  const given = Buffer.from(
    tidy(code)
      .padEnd(digits)
      .slice(0, digits + 1),
  )
  const steps = Array.from({ length: 2 * stepsAside + 1 }, (_, index) => now - stepsAside + index)
  return steps.find((step) => {
    const expected = Buffer.from(codeAt(secret, step))
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
}

/** The code of a time step [RFC 4226 5.3]. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac[19]! & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

const tidy = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase()

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => base32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}

const uriOf = (email: string, secret: string): string =>
  `otpauth://totp/hocba:${encodeURIComponent(email)}?secret=${secret}&issuer=hocba`

/** 50 random bits, in two groups. */
const newRecoveryCode = (): string => {
  const letters = [...randomBytes(10)].map((byte) => base32[byte & 31]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}

const wrong = (): Problem => new Problem('second-factor-wrong', 'The code is wrong or was used.')

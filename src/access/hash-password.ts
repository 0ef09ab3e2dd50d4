import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { HashingTurns } from './hashing-turns.ts'

/**
 * scrypt with N = 2^15, r = 8, p = 3: 32 MiB and some 150 ms of one core, one of the settings that OWASP holds to be equal.
 * The parameters are kept with each hash, so they can grow without making anyone choose a new password.
 */
const cost = { log2N: 15, r: 8, p: 3 }
const saltBytes = 16
const hashBytes = 32

const turns = new HashingTurns()

/**
 * @param lane who asks, e.g. a network: those of one lane share its turns.
 * @returns `scrypt$log2N$r$p$salt$hash`, the last two base64url.
 * @throws Problem `sign-in-busy`.
 */
export async function hashPassword(password: string, lane: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await turns.take(lane, () => derive(password, salt, cost))
  const { log2N, r, p } = cost
  return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Takes as long for a wrong password as for the right one.
 * @param lane who asks, e.g. a network; not whose password it is, or waiting would tell which accounts there are.
 * @throws Problem `sign-in-busy`; the password was not tried.
 */
export async function verifyPassword(
  password: string,
  stored: string,
  lane: string,
): Promise<boolean> {
  const [, log2N, r, p, salt, hash] = stored.split('$')
  const expected = Buffer.from(hash!, 'base64url')
  const parameters = { log2N: Number(log2N), r: Number(r), p: Number(p) }
  const given = Buffer.from(salt!, 'base64url')
  const actual = await turns.take(lane, () => derive(password, given, parameters))
  return timingSafeEqual(actual, expected)
}

/** The hash of no password: verifying against it makes an unknown account cost what a known one costs. */
export const nobodysHash = ['scrypt', cost.log2N, cost.r, cost.p, zeros(16), zeros(32)].join('$')

function zeros(bytes: number): string {
  return Buffer.alloc(bytes).toString('base64url')
}

type Scrypt = (
  password: string,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>

const scryptAsync = promisify(scrypt) as unknown as Scrypt

/** NFC: the same accented password typed on macOS and on Windows is the same password. */
const derive = (password: string, salt: Buffer, { log2N, r, p }: typeof cost): Promise<Buffer> =>
  scryptAsync(password.normalize('NFC'), salt, hashBytes, {
    N: 2 ** log2N,
    r,
    p,
    maxmem: 256 * 2 ** log2N * r,
  })

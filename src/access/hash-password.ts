import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Problem } from '../base/problem.ts'

/**
 * scrypt with N = 2^15, r = 8, p = 3: 32 MiB and some 150 ms of one core, one of the settings that OWASP holds to be equal.
 * The parameters are kept with each hash, so they can grow without making anyone choose a new password.
 */
const cost = { log2N: 15, r: 8, p: 3 }
const saltBytes = 16
const hashBytes = 32

/** Hashing runs in the thread pool. More at once than this would starve reads of files, and wait anyway. */
const runningMax = 2
const waitingMax = 200

/** @returns `scrypt$log2N$r$p$salt$hash`, the last two base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt, cost)
  const { log2N, r, p } = cost
  return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Takes as long for a wrong password as for the right one. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, log2N, r, p, salt, hash] = stored.split('$')
  const expected = Buffer.from(hash!, 'base64url')
  const parameters = { log2N: Number(log2N), r: Number(r), p: Number(p) }
  const actual = await derive(password, Buffer.from(salt!, 'base64url'), parameters)
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

async function derive(password: string, salt: Buffer, { log2N, r, p }: typeof cost) {
  await enter()
  try {
    // NFC: the same accented password typed on macOS and on Windows is the same password.
    return await scryptAsync(password.normalize('NFC'), salt, hashBytes, {
      N: 2 ** log2N,
      r,
      p,
      maxmem: 256 * 2 ** log2N * r,
    })
  } finally {
    leave()
  }
}

let running = 0
const waiting: (() => void)[] = []

/** Waits for one of the places; a place is handed on, so that those who wait are served in order. */
async function enter(): Promise<void> {
  if (running < runningMax) {
    running += 1
    return
  }
  if (waiting.length >= waitingMax) {
    throw new Problem('overloaded', 'Too many people sign in at this moment.', {
      retryAfterSeconds: 5,
    })
  }
  await new Promise<void>((resolve) => waiting.push(resolve))
}

function leave(): void {
  const next = waiting.shift()
  if (next) next()
  else running -= 1
}

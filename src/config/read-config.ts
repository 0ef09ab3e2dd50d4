import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { contentAllowances } from '../http/content-headers.ts'
import { readKeys } from './read-keys.ts'
import { readLimits } from './read-limits.ts'
import { readOidc } from './read-oidc.ts'
import { readStorage } from './read-storage.ts'
import {
  boolean,
  ConfigError,
  type Environment,
  httpsSources,
  integer,
  oneOf,
  originPattern,
  originUrl,
  someOf,
  text,
} from './values.ts'

export { ConfigError }

/** Everything that can be set, in one frozen value. Every number has a limit, and its unit in its name. */
export type Config = ReturnType<typeof readConfig>

/**
 * Reads the configuration from environment variables, and creates the data folder and the signing key in it.
 * docs/operating.md lists the variables.
 * @throws ConfigError whose message names the variable, its value and what it may be.
 */
export function readConfig(env: Environment) {
  const addresses = readAddresses(env)
  const dataFolder = readDataFolder(env)
  const storage = readStorage(env)
  const settings = {
    ...addresses,
    ...readLimits(env),
    ...readOidc(env),
    ...storage,
    dataFolder,
    logLevel: oneOf(env, 'HOCBA_LOG_LEVEL', {
      default: 'info',
      values: ['silent', 'error', 'warn', 'info', 'debug'],
    }),
    trustedProxies: readTrustedProxies(env),
    /** Where courses may load from and talk to besides their own files. */
    contentHosts: httpsSources(env, 'HOCBA_CONTENT_HOSTS'),
    /** What courses may do in the window: lead elsewhere, give files, fill the screen. */
    contentAllow: someOf(env, 'HOCBA_CONTENT_ALLOW', {
      default: contentAllowances.join(' '),
      values: contentAllowances,
    }),
    /** True if webhooks and forwardings may go to this machine and to private networks. */
    webhookPrivateAddresses: boolean(env, 'HOCBA_WEBHOOK_PRIVATE_ADDRESSES', { default: true }),
  }
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const areShared = storage.storage === 'mongodb' && storage.nodes === 'many'
  return Object.freeze({ ...settings, ...readKeys(env, { dataFolder, areShared }) })
}

/**
 * How many reverse proxies stand in front, one behind the other, whose X-Forwarded-* headers are to be believed. Each adds the
 * address that it was called from to X-Forwarded-For: what stands before those is what the client wrote itself.
 */
function readTrustedProxies(env: Environment): number {
  const values = ['false', 'true', '1', '2', '3', '4'] as const
  const value = oneOf(env, 'HOCBA_TRUST_PROXY', { default: 'false', values })
  return value === 'false' ? 0 : value === 'true' ? 1 : Number(value)
}

/** Where the data is, or will be; creates nothing. */
export const readDataFolder = (env: Environment): string =>
  resolve(text(env, 'HOCBA_DATA', { default: 'data' }))

/**
 * Where the two origins listen and what browsers call them. On one machine the console is `localhost` and the courses are
 * `127.0.0.1`: two sites for the browser, so that they share no cookie and no storage. With a `*` in the content URL each
 * registration's course has a host name of its own.
 */
function readAddresses(env: Environment) {
  const host = text(env, 'HOCBA_HOST', { default: '127.0.0.1', pattern: /^[\w.:[\]-]+$/ })
  const port = integer(env, 'HOCBA_PORT', { default: 8080, min: 1, max: 65_535 })
  const contentPort = integer(env, 'HOCBA_CONTENT_PORT', { default: 8081, min: 1, max: 65_535 })
  if (port === contentPort) {
    throw new ConfigError(
      `HOCBA_CONTENT_PORT is ${contentPort}, the same as HOCBA_PORT. Courses run on an origin of their own: give it another port.`,
    )
  }
  const isLocal = ['127.0.0.1', 'localhost', '0.0.0.0', '::', '[::]'].includes(host)
  const appUrl = originUrl(env, 'HOCBA_APP_URL', {
    default: `http://${isLocal ? 'localhost' : host}:${port}`,
  })
  const contentUrl = originPattern(env, 'HOCBA_CONTENT_URL', {
    default: `http://${isLocal ? '127.0.0.1' : host}:${contentPort}`,
  })
  if (appUrl === contentUrl) {
    throw new ConfigError(
      `HOCBA_CONTENT_URL is ${contentUrl}, the same origin as HOCBA_APP_URL. A course could then read the console: give it another host name or port.`,
    )
  }
  return { host, port, contentPort, appUrl, contentUrl }
}

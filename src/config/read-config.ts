import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readSigningKey } from './signing-key.ts'
import { boolean, bytes, ConfigError, integer, oneOf, originUrl, text } from './values.ts'

export { ConfigError }

type Environment = Readonly<Record<string, string | undefined>>

/** Everything that can be set, in one frozen value. Every number has a limit, and its unit in its name. */
export type Config = ReturnType<typeof readConfig>

/**
 * Reads the configuration from environment variables, creates the data folder and the signing key in it.
 * docs/operating.md lists the variables; `npm run -s hocba -- serve --help` prints them.
 * @throws ConfigError whose message names the variable, its value and what it may be.
 */
export function readConfig(env: Environment) {
  const host = text(env, 'HOCBA_HOST', { default: '127.0.0.1', pattern: /^[\w.:[\]-]+$/ })
  const port = integer(env, 'HOCBA_PORT', { default: 8080, min: 1, max: 65_535 })
  const contentPort = integer(env, 'HOCBA_CONTENT_PORT', { default: 8081, min: 1, max: 65_535 })
  if (port === contentPort) {
    throw new ConfigError(
      `HOCBA_CONTENT_PORT is ${contentPort}, the same as HOCBA_PORT. Courses run on an origin of their own: give it another port.`,
    )
  }
  const dataFolder = resolve(text(env, 'HOCBA_DATA', { default: 'data' }))
  const config = {
    host,
    port,
    contentPort,
    /**
     * What the browser calls the console, without a slash at the end. On one machine the console is `localhost` and the
     * courses are `127.0.0.1`: two sites for the browser, so that no cookie and no storage is shared.
     */
    appUrl: originUrl(env, 'HOCBA_APP_URL', { default: `http://${appHost(host)}:${port}` }),
    contentUrl: originUrl(env, 'HOCBA_CONTENT_URL', {
      default: `http://${contentHost(host)}:${contentPort}`,
    }),
    dataFolder,
    storage: oneOf(env, 'HOCBA_STORAGE', { default: 'sqlite', values: ['sqlite'] }),

    packageBytesMax: bytes(env, 'HOCBA_PACKAGE_BYTES_MAX', { default: '1 GiB', max: '16 GiB' }),
    packageInflatedBytesMax: bytes(env, 'HOCBA_PACKAGE_INFLATED_BYTES_MAX', {
      default: '2 GiB',
      max: '64 GiB',
    }),
    packageEntriesMax: integer(env, 'HOCBA_PACKAGE_ENTRIES_MAX', {
      default: 20_000,
      min: 1,
      max: 1_000_000,
    }),
    importSecondsMax: integer(env, 'HOCBA_IMPORT_SECONDS_MAX', { default: 60, min: 1, max: 3_600 }),

    requestBytesMax: bytes(env, 'HOCBA_REQUEST_BYTES_MAX', { default: '10 MiB', max: '256 MiB' }),
    statementsPerRequestMax: integer(env, 'HOCBA_STATEMENTS_PER_REQUEST_MAX', {
      default: 1_000,
      min: 1,
      max: 50_000,
    }),
    statementsPerPageMax: integer(env, 'HOCBA_STATEMENTS_PER_PAGE_MAX', {
      default: 500,
      min: 1,
      max: 5_000,
    }),
    writesWaitingMax: integer(env, 'HOCBA_WRITES_WAITING_MAX', {
      default: 10_000,
      min: 1,
      max: 1_000_000,
    }),

    sessionIdleMinutesMax: integer(env, 'HOCBA_SESSION_IDLE_MINUTES_MAX', {
      default: 30,
      min: 1,
      max: 1_440,
    }),
    launchLinkHoursMax: integer(env, 'HOCBA_LAUNCH_LINK_HOURS_MAX', {
      default: 24,
      min: 1,
      max: 720,
    }),
    setupLinkMinutesMax: integer(env, 'HOCBA_SETUP_LINK_MINUTES_MAX', {
      default: 30,
      min: 1,
      max: 1_440,
    }),
    drainSecondsMax: integer(env, 'HOCBA_DRAIN_SECONDS_MAX', { default: 10, min: 0, max: 300 }),
    logLevel: oneOf(env, 'HOCBA_LOG_LEVEL', {
      default: 'info',
      values: ['silent', 'error', 'warn', 'info', 'debug'],
    }),
    /** True behind a reverse proxy whose X-Forwarded-* headers are to be believed. */
    trustsProxy: boolean(env, 'HOCBA_TRUST_PROXY', { default: false }),
  }
  if (new URL(config.appUrl).host === new URL(config.contentUrl).host) {
    throw new ConfigError(
      `HOCBA_CONTENT_URL is ${config.contentUrl}, the same origin as HOCBA_APP_URL. A course could then read the console: give it another host name or port.`,
    )
  }
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const signingKey = readSigningKey(join(dataFolder, 'signing.key'))
  return Object.freeze({ ...config, signingKey })
}

const appHost = (host: string): string =>
  host === '127.0.0.1' || host === 'localhost' || host === '0.0.0.0' || host === '::'
    ? 'localhost'
    : host

const contentHost = (host: string): string =>
  host === '127.0.0.1' || host === 'localhost' || host === '0.0.0.0' || host === '::'
    ? '127.0.0.1'
    : host

import { type AccessSettings, createSetupLink } from '../../../src/access/index.ts'
import { type StandingClock, standingClock } from '../../contract/engine.ts'
import {
  type ServedOperations,
  serveOperations,
  signingKeyOfTests,
} from '../../support/serve-operations.ts'
import { temporaryStorage } from '../../support/storage.ts'

export const an = {
  name: 'Nguyễn Văn An',
  email: 'an@truong.edu.vn',
  password: 'con trâu ăn cỏ',
}

export interface AccessServer extends ServedOperations {
  readonly clock: StandingClock
  readonly storage: Awaited<ReturnType<typeof temporaryStorage>>['storage']
  readonly folder: string
  /** A fresh set-up token, as the terminal shows it. */
  setupToken(): Promise<string>
  /** Creates the first administrator; returns the Cookie header of their session. */
  setUp(): Promise<string>
}

/** An empty installation that serves the access slice, for each test of the block. */
export function eachWithAccessServer(settings: Partial<AccessSettings> = {}): {
  readonly server: AccessServer
} {
  let server: AccessServer
  let remove: () => Promise<void>
  beforeEach(async () => {
    const clock = standingClock()
    const temporary = await temporaryStorage(clock)
    const served = await serveOperations(temporary.storage, clock, () => [], settings)
    remove = temporary.remove
    const setupToken = async () => {
      const link = await createSetupLink(temporary.storage, clock, {
        appUrl: served.url,
        signingKey: signingKeyOfTests,
      })
      return new URL(link!.url).hash.slice(1)
    }
    server = {
      ...served,
      clock,
      storage: temporary.storage,
      folder: temporary.folder,
      setupToken,
      async setUp() {
        const body = { ...an, token: await setupToken() }
        return cookieOf(await served.call('POST', '/setup', { body }))
      },
    }
  })
  afterEach(async () => {
    await server.close()
    await remove()
  })
  return {
    get server() {
      return server
    },
  }
}

/** The Cookie header that a browser would send after this answer. */
export function cookieOf(response: Response): string {
  const cookie = response.headers.getSetCookie()[0]
  if (!cookie) throw new Error(`no cookie in an answer with status ${response.status}`)
  return cookie.split(';')[0]!
}

export const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { code: string }).code

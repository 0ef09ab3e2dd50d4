import type { Frame, Page } from 'playwright-core'
import type { ImportResult } from '../../src/content/wire.ts'
import type { TestServer } from './server.ts'

/** What a producer and a class manager do before a learner comes, through the real API. */

/** Uploads a zip; @returns the import's result. */
export async function uploadPackage(
  server: TestServer,
  zip: Buffer,
  fileName = 'course.zip',
): Promise<ImportResult & { readonly package: string }> {
  const path = `/api/v1/packages?fileName=${encodeURIComponent(fileName)}`
  const response = await server.request('POST', path, new Uint8Array(zip), {
    'Content-Type': 'application/zip',
  })
  return (await expectStatus(response, 201)) as ImportResult & { package: string }
}

/** Adds a learner; @returns the learner's id. */
export async function addLearner(server: TestServer, name: string): Promise<string> {
  const response = await server.request('POST', '/api/v1/learners', { name })
  return ((await expectStatus(response, 201)) as { id: string }).id
}

/** Registers a learner for a package; @returns the registration's id. */
export async function register(
  server: TestServer,
  packageId: string,
  learner: string,
): Promise<string> {
  const body = { package: packageId, learner }
  const response = await server.request('POST', '/api/v1/registrations', body)
  return ((await expectStatus(response, 201)) as { id: string }).id
}

/** Makes a one-time launch link. */
export async function launchLink(server: TestServer, registration: string): Promise<string> {
  const path = `/api/v1/registrations/${registration}/launch-links`
  const response = await server.request('POST', path)
  return ((await expectStatus(response, 201)) as { launchUrl: string }).launchUrl
}

/** Uploads, adds a learner and registers: what most tests begin with. */
export async function prepareCourse(
  server: TestServer,
  zip: Buffer,
  learnerName = 'Nguyễn Văn An',
) {
  const uploaded = await uploadPackage(server, zip)
  const learner = await addLearner(server, learnerName)
  const registration = await register(server, uploaded.package, learner)
  return { package: uploaded.package, learner, registration, imported: uploaded }
}

/** A registration with its progress, as GET /api/v1/registrations/{id} answers it. */
export interface RegistrationAnswer {
  readonly completion: string
  readonly success: string
  readonly score: { readonly scaled: number; readonly raw?: number } | null
  readonly progress: number
  readonly seconds: number
  readonly attempts: number
  readonly evidence: string | null
  readonly evidenceReport: { readonly findings: readonly { readonly code: string }[] }
  readonly activities: readonly {
    readonly activity: string
    readonly completion: string
    readonly success: string
    readonly seconds: number
  }[]
}

export async function progressOf(
  server: TestServer,
  registration: string,
): Promise<RegistrationAnswer> {
  const response = await server.request('GET', `/api/v1/registrations/${registration}`)
  return (await expectStatus(response, 200)) as RegistrationAnswer
}

/** Asks again until what is awaited holds; fails with the last answer after ten seconds. */
export async function until<Value>(
  ask: () => Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`it never held; last: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The statements of a registration, newest first, as GET /xapi/statements answers them. */
export async function statementsOf(server: TestServer, registration: string): Promise<Statement[]> {
  const response = await server.request(
    'GET',
    `/xapi/statements?registration=${registration}&limit=500`,
    undefined,
    { 'X-Experience-API-Version': '1.0.3' },
  )
  return ((await expectStatus(response, 200)) as { statements: Statement[] }).statements
}

export interface Statement {
  readonly id: string
  readonly actor: { readonly account?: { readonly homePage: string; readonly name: string } }
  readonly verb: { readonly id: string }
  readonly object: { readonly id: string; readonly definition?: Record<string, unknown> }
  readonly result?: {
    readonly score?: { readonly scaled?: number; readonly raw?: number }
    readonly response?: string
    readonly success?: boolean
    readonly completion?: boolean
    readonly duration?: string
  }
  readonly context?: { readonly registration?: string }
}

/** `http://adlnet.gov/expapi/verbs/completed` -> `completed`. */
export const verbName = ({ verb }: Statement): string => verb.id.split('/').at(-1)!

/** The frame in which the player runs the course; the player puts a new one in its place with each activity. */
export async function courseFrame(page: Page): Promise<Frame> {
  const frame = await until(
    async () => (await page.waitForSelector('iframe')).contentFrame().catch(() => null),
    (found) => found !== null,
  )
  return frame!
}

export async function expectStatus(response: Response, status: number): Promise<unknown> {
  const text = await response.text()
  if (response.status !== status) throw new Error(`${response.url}: ${response.status} ${text}`)
  return JSON.parse(text)
}

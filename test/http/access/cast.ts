import type { CreateGrant } from '../../../src/access/index.ts'
import { newUuid } from '../../../src/base/ids.ts'
import { uploadPackage } from '../../support/courses.ts'
import type { TestServer } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'
import { cookieOf } from './access-server.ts'

/** Two of everything: what is inside of the reach of each account of the cast, and what is outside. */
export interface Pair {
  readonly learner: string
  readonly registration: string
  readonly package: string
  readonly class: string
  readonly organisation: string
  readonly account: string
}

export interface Cast {
  readonly own: Pair
  readonly other: Pair
  /** An organisation below `own.organisation`, which is the home of `own.learner`. */
  readonly below: string
  /** The Cookie header of each role's session. */
  readonly cookies: Readonly<Record<string, string>>
  /** Account ids by role. */
  readonly accounts: Readonly<Record<string, string>>
}

const password = 'bốn con mèo leo cây'

/** Fills a new server through its API. */
export async function castOf(server: TestServer): Promise<Cast> {
  const post = poster(server)
  const above = await post('/organisations', { code: 'SO-A', name: 'Sở A' })
  const below = await post('/organisations', { code: 'SO-A1', name: 'Phòng A1', parent: above })
  const elsewhere = await post('/organisations', { code: 'SO-B', name: 'Sở B' })
  const own = await sideOf(server, { name: 'An', organisation: above, home: below })
  const other = await sideOf(server, { name: 'Bình', organisation: elsewhere, home: elsewhere })
  const cookies: Record<string, string> = {}
  const accounts: Record<string, string> = {}
  for (const [role, { place, learner }] of Object.entries(grantsOf(own))) {
    const grants = [{ role, place }]
    const body = { name: `Vai ${role}`, email: `${role}@truong.edu.vn`, grants, learner }
    const answer = await server.request('POST', '/api/v1/accounts', body)
    const created = (await answer.json()) as { id: string; link: { url: string } }
    accounts[role] = created.id
    cookies[role] = await claim(server, created.link.url)
  }
  const staff = { own: accounts.lecturer!, other: accounts.auditor! }
  return {
    own: { ...own, account: staff.own },
    other: { ...other, account: staff.other },
    below,
    cookies,
    accounts,
  }
}

type Side = Omit<Pair, 'account'>

const grantsOf = (
  own: Side,
): Record<string, { place: CreateGrant['place']; learner?: string }> => ({
  administrator: { place: { kind: 'installation' } },
  producer: { place: { kind: 'package', id: own.package } },
  'class-manager': { place: { kind: 'class', id: own.class } },
  lecturer: { place: { kind: 'class', id: own.class } },
  auditor: { place: { kind: 'installation' } },
  'organisation-user': { place: { kind: 'organisation', id: own.organisation } },
  learner: { place: { kind: 'own' }, learner: own.learner },
})

/** A package, a learner at home in an organisation, and a class of it in which they take the package. */
async function sideOf(
  server: TestServer,
  { name, organisation, home }: { name: string; organisation: string; home: string },
): Promise<Side> {
  const post = poster(server)
  const { package: packageId } = await uploadPackage(server, smallCourse({ title: name }))
  const code = `HV-${newUuid().slice(0, 4)}`
  const learner = await post('/learners', { name, code, organisation: home })
  const packages = [packageId]
  const klass = await post('/classes', {
    code: `K-${name}`,
    name: `Lớp ${name}`,
    organisation,
    packages,
  })
  await server.request('POST', `/api/v1/classes/${klass}/learners`, { learners: [learner] })
  const list = await server.request('GET', `/api/v1/registrations?learner=${learner}`)
  const registration = ((await list.json()) as { items: { id: string }[] }).items[0]!.id
  return { learner, registration, package: packageId, class: klass, organisation }
}

const poster = (server: TestServer) => async (path: string, body: unknown) => {
  const answer = await server.request('POST', `/api/v1${path}`, body)
  if (answer.status !== 201) throw new Error(`${path}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}

/** Opens an account by its one-time link. @returns the Cookie header of its session. */
export async function claim(server: TestServer, url: string): Promise<string> {
  const body = JSON.stringify({ token: new URL(url).hash.slice(1), password })
  return cookieOf(await fetch(`${server.url}/api/v1/account-links/claim`, { method: 'POST', body }))
}

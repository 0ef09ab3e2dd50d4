import type { Account } from '../../src/access/account.ts'
import { foldEmail } from '../../src/access/account.ts'
import { newUuid } from '../../src/base/ids.ts'
import type { IndexedClass } from '../../src/cohorts/class.ts'
import type { PackageVersion } from '../../src/content/index.ts'
import type { IndexedPerson, Organisation } from '../../src/people/index.ts'
import { noProgress, type Registration } from '../../src/registrations/index.ts'
import type { Storage } from '../../src/storage/port.ts'

/** What schools are made of, as the chapters about organisations, classes and reach need it. */

export const day = (date: number) => new Date(Date.UTC(2026, 2, date))

export const organisation = (code: string, sketch: Partial<Organisation> = {}): Organisation => ({
  id: newUuid(),
  code,
  name: `Đơn vị ${code}`,
  createdAt: day(1),
  ...sketch,
})

export const person = (name: string, sketch: Partial<IndexedPerson> = {}): IndexedPerson => ({
  id: newUuid(),
  name,
  createdAt: day(1),
  searchText: ` ${name}`,
  sortKey: name,
  ...sketch,
})

export const classOf = (code: string, sketch: Partial<IndexedClass> = {}): IndexedClass => ({
  id: newUuid(),
  code,
  name: `Lớp ${code}`,
  packages: [],
  createdAt: day(1),
  searchText: ` lop ${code.toLowerCase()}`,
  ...sketch,
})

export const account = (email: string, sketch: Partial<Account> = {}): Account => ({
  id: newUuid(),
  name: 'Nguyễn Văn An',
  email,
  emailFold: foldEmail(email),
  passwordHash: 'hash',
  createdAt: day(1),
  ...sketch,
})

export const registration = (sketch: Partial<Registration> = {}): Registration => ({
  id: newUuid(),
  learner: newUuid(),
  package: newUuid(),
  version: newUuid(),
  isTrial: false,
  createdAt: day(1),
  counted: 1,
  progress: { ...noProgress, activities: [] },
  ...sketch,
})

export const version = (
  title: string,
  { package: packageId = newUuid(), ...sketch }: Partial<PackageVersion> = {},
): PackageVersion => ({
  id: newUuid(),
  package: packageId,
  number: 1,
  standard: 'scorm12',
  edition: '1.2',
  title,
  course: { standard: 'scorm12', id: 'o', title, activities: [] },
  verdict: 'ok',
  findings: [],
  fileName: 'bài.zip',
  sha256: 'a'.repeat(64),
  zipBytes: 1,
  contentBytes: 1,
  files: 0,
  createdAt: day(1),
  createdBy: 'key',
  ...sketch,
})

/** Everything that `insertSchool` is told of, in the order in which it can be stored. */
export interface School {
  /** Parents before those below them. */
  readonly organisations?: readonly Organisation[]
  readonly people?: readonly IndexedPerson[]
  readonly versions?: readonly PackageVersion[]
  readonly classes?: readonly IndexedClass[]
  /** Class and learner. */
  readonly members?: readonly (readonly [string, string])[]
  readonly registrations?: readonly Registration[]
}

export function insertSchool(storage: Storage, school: School): Promise<void> {
  return storage.transact(async (tx) => {
    for (const one of school.organisations ?? []) await tx.insertOrganisation(one)
    for (const one of school.people ?? []) await tx.insertPerson(one)
    for (const one of school.versions ?? []) {
      if (one.number === 1) await tx.insertPackage({ id: one.package, createdAt: one.createdAt })
      await tx.insertPackageVersion(one, [])
    }
    for (const one of school.classes ?? []) await tx.insertClass(one)
    for (const [one, learner] of school.members ?? []) {
      await tx.insertClassMember(one, learner, day(2))
    }
    for (const one of school.registrations ?? []) await tx.insertRegistration(one)
  })
}

/** All items of a list, asked for two at a time. */
export async function allPages<Item>(
  list: (page: { limit: number; cursor?: string }) => Promise<{
    readonly items: readonly Item[]
    readonly cursor?: string
  }>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: 2, ...(cursor !== undefined && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(2)
    items.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return items
}

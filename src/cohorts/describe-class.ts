import type { AccessReader } from '../access/index.ts'
import type { PageRequest } from '../base/page.ts'
import type { EvidenceLevel, KeptEvidence } from '../registrations/index.ts'
import type { ClassOverview } from './class.ts'
import { requireClass } from './enrol-learners.ts'
import type { CohortReader, MemberProgress } from './store.ts'
import type {
  ClassDetail,
  ClassItem,
  ClassMemberItem,
  ClassMemberList,
  ClassSummary,
} from './wire.ts'

type Staff = Pick<AccessReader, 'grantsAt' | 'findAccount'>

/** Classes with the titles of their packages. */
export async function classItems(
  store: Pick<CohortReader, 'packageTitles'>,
  classes: readonly ClassOverview[],
): Promise<ClassItem[]> {
  const titles = await store.packageTitles([...new Set(classes.flatMap((one) => one.packages))])
  return classes.map(({ packages, createdAt, ...rest }) => ({
    ...rest,
    createdAt: createdAt.toISOString(),
    packages: packages.map((id) => ({ id, title: titles.get(id) ?? '' })),
  }))
}

/** One class, with who runs it and teaches in it. @throws Problem `class-not-found`. */
export const describeClass =
  (store: CohortReader & Staff) =>
  async (id: string): Promise<ClassDetail> => {
    const [item] = await classItems(store, [await requireClass(store, id)])
    const grants = await store.grantsAt({ kind: 'class', id })
    const staff = await Promise.all(
      grants.map(async ({ account, role }) => {
        const name = (await store.findAccount(account))?.name ?? ''
        return { account, name, role }
      }),
    )
    return { ...item!, staff }
  }

/** A page of the learners of a class with how far they are on its packages. @throws Problem `class-not-found`. */
export const listMembers =
  (store: CohortReader) =>
  async (
    { class: id, evidence }: { readonly class: string; readonly evidence?: EvidenceLevel },
    page: PageRequest,
  ): Promise<ClassMemberList> => {
    await requireClass(store, id)
    const filter = { class: id, ...(evidence && { evidence }) }
    const { items, cursor } = await store.listClassMembers(filter, page)
    const progress = Map.groupBy(
      await store.classProgress(
        id,
        items.map(({ person }) => person),
      ),
      ({ person }) => person,
    )
    return {
      items: items.map(({ person, enrolledAt, ...rest }) => ({
        id: person,
        ...rest,
        enrolledAt: enrolledAt.toISOString(),
        progress: (progress.get(person) ?? []).map(progressItem),
      })),
      ...(cursor !== undefined && { cursor }),
    }
  }

/** How many results of a class are of which level. It reads all of its registrations. @throws Problem `class-not-found`. */
export const summarizeClass =
  (store: CohortReader) =>
  async (id: string): Promise<ClassSummary> => {
    await requireClass(store, id)
    const counts = await store.countClassEvidence(id)
    const count = (level: KeptEvidence) => counts.get(level) ?? 0
    return {
      class: id,
      registrations: [...counts.values()].reduce((sum, one) => sum + one, 0),
      byEvidence: {
        reported: count('reported'),
        corroborated: count('corroborated'),
        attested: count('attested'),
      },
    }
  }

const progressItem = ({
  person: _,
  evidence,
  lastActivityAt,
  score,
  ...rest
}: MemberProgress): ClassMemberItem['progress'][number] => ({
  ...rest,
  evidence: evidence === 'none' ? null : evidence,
  score: score ?? null,
  lastActivityAt: lastActivityAt?.toISOString() ?? null,
})

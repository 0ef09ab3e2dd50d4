import { Problem } from '../base/problem.ts'
import { type PackageReader, type PackageVersion, packageById } from '../content/index.ts'
import { type ItemFigures, learnersMin, tallyItems } from './item-statistics.ts'
import type { Question, QuestionDefinition } from './question.ts'
import { readLearners } from './read-sheets.ts'
import type { QuestionReader } from './store.ts'
import type { QuestionItem, QuestionList, QuestionSelection } from './wire.ts'
import { type Languages, namesOf } from './word-question.ts'

export interface Selection {
  /** Number of a version. */
  readonly version?: number
  readonly which: 'first' | 'last'
  readonly attempt?: number
}

export type QuestionStore = QuestionReader &
  Pick<
    PackageReader,
    'findPackage' | 'packageVersion' | 'packageVersionByNumber' | 'packageVersions'
  >

/**
 * The questions of a package that learners answered, with their figures, in the order in which they were met first; trials
 * are left out.
 * @throws Problem `package-not-found`, also for a version that there is not
 */
export const listQuestions =
  (store: QuestionStore) =>
  async (packageId: string, selection: Selection, languages: Languages): Promise<QuestionList> => {
    const scope = await scopeOf(store, packageId, selection)
    const questions = await store.listQuestions(packageId)
    const firsts = tallyItems()
    const chosen = selection.which === 'first' ? firsts : tallyItems()
    let learners = 0
    await readLearners(store, { ...scope, ...selection }, (marks) => {
      learners++
      firsts.add(marks.first)
      if (chosen !== firsts) chosen.add(marks.chosen)
    })
    const [figures, ofFirsts] = [chosen.figures(), firsts.figures()]
    const courses = courseReader(store)
    const items: QuestionItem[] = []
    for (const question of questions) {
      const own = figures.get(question.key)
      if (!own) continue
      const names = await nameQuestion(question, { scope, courses, languages })
      items.push({ ...names, ...figuresItem(own, ofFirsts.get(question.key)) })
    }
    const isComplete = (await store.listCatchUps()).length === 0
    return { ...selectionItem(packageId, selection), learners, learnersMin, isComplete, items }
  }

export const selectionItem = (
  packageId: string,
  { version, which, attempt }: Selection,
): QuestionSelection => ({
  package: packageId,
  version: version ?? null,
  which,
  attempt: attempt ?? null,
})

export const figuresItem = (
  figures: ItemFigures,
  ofFirsts: ItemFigures | undefined,
): Omit<QuestionItem, keyof Awaited<ReturnType<typeof nameQuestion>>> => ({
  answered: figures.answered,
  shareCorrect: figures.shareCorrect,
  difficulty: ofFirsts?.facility ?? null,
  discrimination: figures.discrimination,
  medianLatencySeconds: figures.medianLatency === null ? null : figures.medianLatency / 100,
  distinctResponses: figures.distinctResponses,
})

/** What a selection means for the store: which sheets, and which version's definitions, the newest first. */
export interface Scope {
  readonly filter: {
    readonly package: string
    readonly version?: string
    readonly attempt?: number
  }
  readonly versions: readonly string[]
}

export async function scopeOf(
  store: QuestionStore,
  packageId: string,
  { version, attempt }: Selection,
): Promise<Scope> {
  await packageById(store)(packageId)
  const one =
    version === undefined ? undefined : await store.packageVersionByNumber(packageId, version)
  if (version !== undefined && !one) {
    throw new Problem('package-not-found', `The package has no version ${version}.`)
  }
  const versions = one ? [one.id] : (await store.packageVersions(packageId)).map(({ id }) => id)
  return {
    filter: {
      package: packageId,
      ...(one && { version: one.id }),
      ...(attempt !== undefined && { attempt }),
    },
    versions,
  }
}

/** A question's definition in the newest of the versions that has one. */
export function definitionIn(
  { definitions }: Question,
  versions: readonly string[],
): { readonly definition: QuestionDefinition; readonly version: string | undefined } {
  const version = versions.find((id) => definitions.has(id))
  return { definition: (version !== undefined && definitions.get(version)) || {}, version }
}

export async function nameQuestion(
  question: Question,
  {
    scope: { versions },
    courses,
    languages,
  }: { scope: Pick<Scope, 'versions'>; courses: Courses; languages: Languages },
) {
  const { definition, version } = definitionIn(question, versions)
  const course = version === undefined ? undefined : (await courses(version))?.course
  return namesOf(question, definition, { course, languages })
}

export type Courses = (version: string) => Promise<PackageVersion | undefined>

/** Reads each package version once. */
export function courseReader(store: Pick<PackageReader, 'packageVersion'>): Courses {
  const found = new Map<string, Promise<PackageVersion | undefined>>()
  return (version) => {
    const known = found.get(version) ?? store.packageVersion(version)
    found.set(version, known)
    return known
  }
}

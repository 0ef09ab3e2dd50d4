import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  buildSamplePackage,
  filesOfSamplePackage,
  type SamplePackage,
} from '../../../sample-packages/build.ts'
import { fold } from '../../base/text.ts'
import { packageById } from '../../content/index.ts'
import { createLearner, searchTokens } from '../../people/index.ts'
import { register } from '../create-registration.ts'
import { contentOf, type Installation } from '../installation.ts'
import { type ClassMember, classList } from './class-list.ts'
import type { CourseScript, Outcome } from './course-script.ts'
import { takeEntryTest } from './entry-test.ts'
import type { MovingClock } from './moving-clock.ts'
import { playSitting, type Seat } from './play-sitting.ts'
import { readCourseScript } from './read-course-script.ts'
import { type Random, seededRandom } from './seeded-random.ts'
import { type Sitting, sittingsOf } from './sittings.ts'
import { type Learning, studySteps } from './study-steps.ts'

export interface DemoCounts {
  readonly packages: number
  readonly learners: number
  readonly registrations: number
  readonly sittings: number
}

const dayMs = 86_400_000
const seed = 20_201_120

/**
 * Loads the sample packages and a class of forty with three weeks of history. Does only what is missing, so that a second run
 * changes nothing: a registration that exists is left as it is.
 * @param now the end of the three weeks; the installation's clock is `moving`
 */
export async function loadDemo(
  installation: Installation,
  { now, moving, tell }: { now: Date; moving: MovingClock; tell: (line: string) => void },
): Promise<DemoCounts> {
  moving.set(new Date(now.getTime() - 23 * dayMs))
  const packages = await importDemoPackages(installation, moving)
  tell(`Packages: ${packages.length}`)
  moving.set(new Date(now.getTime() - 22 * dayMs))
  const learners = await enrolClass(installation, moving)
  tell(`Learners: ${learners.length}`)
  const seats: Planned[] = []
  for (const [index, loaded] of packages.entries()) {
    if (!loaded.isOurs) continue
    const random = seededRandom(seed + index)
    seats.push(...(await registerClass(installation, loaded, learners, { now, moving, random })))
  }
  await takeEntryTests(installation, seats, { now, tell })
  const sittings = seats.flatMap((planned) =>
    planned.sittings.map((sitting) => ({ seat: planned.seat, sitting })),
  )
  sittings.sort((a, b) => a.sitting.at.getTime() - b.sitting.at.getTime())
  for (const [index, { seat, sitting }] of sittings.entries()) {
    if (index % 25 === 0) tell(`Learning: ${index} of ${sittings.length} sittings`)
    await playSitting(installation, seat, sitting)
  }
  tell(`Learning: ${sittings.length} of ${sittings.length} sittings`)
  return {
    packages: packages.filter(({ isNew }) => isNew).length,
    learners: learners.filter(({ isNew }) => isNew).length,
    registrations: seats.length,
    sittings: sittings.length,
  }
}

/** A sample package, and how many learners of the class come how far in it; the others have not begun. */
interface DemoCourse {
  readonly folder: SamplePackage
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>
  /** Whether the class takes the entry test before it. */
  readonly hasEntryTest?: true
}

const demoCourses: readonly DemoCourse[] = [
  { folder: 'an-toan-thong-tin', outcomes: { passed: 20, retried: 4, failed: 4, middle: 7 } },
  {
    folder: 'ky-nang-so',
    outcomes: { passed: 12, retried: 3, failed: 3, middle: 14 },
    hasEntryTest: true,
  },
]

interface LoadedPackage extends DemoCourse {
  readonly id: string
  readonly script: CourseScript
  readonly isNew: boolean
  /** False once somebody put another version in its place: nobody is registered for that one here. */
  readonly isOurs: boolean
}

/** Imports each sample package unless one with its title is there. */
async function importDemoPackages(
  installation: Installation,
  moving: MovingClock,
): Promise<LoadedPackage[]> {
  const loaded: LoadedPackage[] = []
  for (const course of demoCourses) {
    loaded.push({ ...course, ...(await importUnlessThere(installation, course.folder)) })
    moving.wait(600)
  }
  return loaded
}

async function importUnlessThere(
  installation: Installation,
  folder: SamplePackage,
): Promise<Omit<LoadedPackage, keyof DemoCourse>> {
  const zip = buildSamplePackage(folder)
  const { importPackage, checkPackage } = contentOf(installation)
  const inspection = await checkPackage(Readable.from([zip]))
  if (inspection.isRefused) throw new Error(`the sample package ${folder} is refused`)
  const { course } = inspection
  const script = readCourseScript(filesOfSamplePackage(folder), course, seededRandom(seed))
  const titleFolded = fold(course.title)
  const found = await installation.storage.listPackages({ titleFolded }, { limit: 50 })
  const existing = found.items.find(({ title }) => title === course.title)
  if (existing) {
    const current = await packageById(installation.storage)(existing.id)
    const isOurs = current.currentVersion.sha256 === sha256Of(zip)
    return { id: existing.id, script, isNew: false, isOurs }
  }
  const request = { fileName: `${folder}.zip`, by: 'cli' }
  const version = await importPackage(Readable.from([zip]), request)
  return { id: version.package, script, isNew: true, isOurs: true }
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

interface Enrolled {
  readonly id: string
  readonly isNew: boolean
}

/** The class, by code: those who are missing are added. */
async function enrolClass(installation: Installation, moving: MovingClock): Promise<Enrolled[]> {
  const { storage, clock } = installation
  const enrolled: Enrolled[] = []
  for (const member of classList) {
    const existing = await findMember(installation, member)
    const id = existing ?? (await createLearner(storage, clock)(member)).id
    enrolled.push({ id, isNew: existing === undefined })
    moving.wait(20)
  }
  return enrolled
}

async function findMember(
  { storage }: Installation,
  { code }: ClassMember,
): Promise<string | undefined> {
  const { items } = await storage.searchPeople(searchTokens(code), { limit: 50 })
  return items.find((person) => person.code === code)?.id
}

interface Planned {
  readonly seat: Seat
  readonly learner: string
  readonly ability: number
  /** The package whose entry test the learner takes; absent without one. */
  readonly entryTestOf?: string
  readonly sittings: readonly Sitting[]
}

/** Registers the class for a package; those who are registered only now get a history. */
async function registerClass(
  installation: Installation,
  { id, script, outcomes, hasEntryTest }: LoadedPackage,
  learners: readonly Enrolled[],
  { now, moving, random }: { now: Date; moving: MovingClock; random: Random },
): Promise<Planned[]> {
  const stories = storiesOf(outcomes, learners.length, random)
  const planned: Planned[] = []
  for (const [index, learner] of learners.entries()) {
    const { registration, isNew } = await register(installation, {
      package: id,
      learner: learner.id,
    })
    moving.wait(5)
    const story = stories[index]!
    const steps = studySteps(script, story, random)
    const most = Object.keys(script.scos).length > 1 ? 4 : 2
    const sittings = sittingsOf(steps, { most, now, random })
    if (!isNew) continue
    const seat = { registration, script, clock: moving, random, pace: story.pace }
    planned.push({
      seat,
      learner: learner.id,
      ability: story.ability,
      ...(hasEntryTest && story.outcome !== 'none' && { entryTestOf: id }),
      sittings,
    })
  }
  return planned
}

/** Those who began the course took the entry test on the first day; by chance of its own, so that nothing else changes. */
async function takeEntryTests(
  installation: Installation,
  seats: readonly Planned[],
  { now, tell }: { now: Date; tell: (line: string) => void },
): Promise<void> {
  const random = seededRandom(seed + 100)
  const candidates = seats.filter(({ entryTestOf }) => entryTestOf !== undefined)
  for (const { seat, learner, ability, entryTestOf } of candidates) {
    const at = new Date(now.getTime() - 21 * dayMs + random.whole(0, 3_600) * 1_000)
    const { registration } = seat
    await takeEntryTest(
      installation,
      { package: entryTestOf!, registration, learner, ability, at },
      random,
    )
  }
  tell(`Entry test: ${candidates.length} learners`)
}

/** Who comes how far: each outcome as often as it should be, spread over the class by chance. */
function storiesOf(counts: DemoCourse['outcomes'], learners: number, random: Random): Learning[] {
  const outcomes: Outcome[] = Object.entries(counts).flatMap(([outcome, count]) =>
    Array.from({ length: count }, () => outcome as Outcome),
  )
  while (outcomes.length < learners) outcomes.push('none')
  return Array.from({ length: learners }, () => {
    const [outcome = 'none'] = outcomes.splice(random.whole(0, outcomes.length - 1), 1)
    return { outcome, ability: abilityFor(outcome, random), pace: random.between(0.6, 2.4) }
  })
}

const abilityFor = (outcome: Outcome, random: Random): number =>
  outcome === 'failed' ? random.between(0.2, 0.55) : random.between(0.6, 0.97)

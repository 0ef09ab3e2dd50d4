import {
  createLink,
  openCourse,
  playCourse,
  returnToCourse,
  startTrial,
} from './requests/courses.ts'
import { askDocument } from './requests/documents.ts'
import { queryStatements, showStatements } from './requests/reports.ts'
import {
  attest,
  changeClass,
  changePolicy,
  createLearner,
  createRegistration,
  readSchool,
  uploadPackage,
} from './requests/school.ts'
import {
  askKnowledge,
  followMore,
  getStatement,
  listStatements,
  strangeQuery,
} from './requests/statement-reads.ts'
import { postFiles, postMistake, postStatements, putStatement } from './requests/statements.ts'
import { askImports, exportStatements, followFeed, importStatements } from './requests/transfer.ts'
import type { Step, World } from './world.ts'

/** How often each kind of request comes, of the sum. */
const kinds: readonly (readonly [weight: number, make: (world: World) => Step])[] = [
  [130, postStatements],
  [50, putStatement],
  [15, postFiles],
  [25, postMistake],
  [80, getStatement],
  [120, listStatements],
  [60, followMore],
  [20, strangeQuery],
  [50, askKnowledge],
  [160, askDocument],
  [8, importStatements],
  [12, askImports],
  [20, exportStatements],
  [12, followFeed],
  [40, queryStatements],
  [50, showStatements],
  [25, createLink],
  [3, openCourse],
  [90, playCourse],
  [6, returnToCourse],
  [4, startTrial],
  [12, createLearner],
  [14, createRegistration],
  [3, changePolicy],
  [8, changeClass],
  [4, attest],
  [110, readSchool],
  [1, nextVersion],
]

const sum = kinds.reduce((total, [weight]) => total + weight, 0)

function nextVersion(world: World): Step {
  const [first, second] = world.packages
  return world.chance.often(0.5)
    ? uploadPackage(world, '1.2', first)
    : uploadPackage(world, '2004', second)
}

/** What a school has before anything else. */
const beginning: readonly ((world: World) => Step)[] = [
  (world) => uploadPackage(world, '1.2'),
  (world) => uploadPackage(world, '2004'),
  createLearner,
  createLearner,
  createLearner,
  createRegistration,
  createRegistration,
]

/** The next request of a run, which follows from the seed and from what was answered. */
export function nextStep(world: World): Step {
  const first = beginning[world.turn - 1]
  if (first) return first(world)
  const due = world.due.shift()
  if (due) return due
  let drawn = world.chance.below(sum)
  const [, make] = kinds.find(([weight]) => {
    drawn -= weight
    return drawn < 0
  })!
  return make(world)
}

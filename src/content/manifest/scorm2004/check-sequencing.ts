import {
  type Activity,
  activitiesOf,
  type Course,
  defaultControlMode,
  type ObjectiveDefinition,
  type ObjectiveMap,
  type Sequencing,
} from '../../../runtime/index.ts'
import { type FindingCode, quoted } from '../../finding-codes.ts'
import { type ManifestContext, placeOf } from '../manifest-context.ts'
import type { XmlElement } from '../xml-element.ts'

/**
 * Tells what cannot be meant in a course's sequencing, although each part of it is well-formed: it imports, but learners may get
 * stuck or see something else than its author.
 * @param elementOf where an activity stands in the manifest
 */
export function checkSequencing(
  context: ManifestContext,
  course: Course,
  elementOf: (activity: string) => XmlElement,
): void {
  const add = (activity: string, code: FindingCode, message: string) =>
    context.findings.add(code, message, placeOf(context, elementOf(activity)))
  const root = {
    id: course.id,
    sequencing: course.scorm2004?.sequencing,
    children: course.activities,
  }
  for (const { id, sequencing, children } of [root, ...activitiesOf(course)]) {
    if (!sequencing) continue
    for (const [code, message] of mistakesIn(sequencing, children.length)) {
      add(id, code, `${quoted(id)}: ${message}`)
    }
  }
  const reason = reasonNotToStart(root.sequencing, course.activities)
  if (reason !== undefined) add(course.id, 'nothing-to-start', reason)
}

type Mistake = readonly [FindingCode, string]

const mistakesIn = (sequencing: Sequencing, children: number): Mistake[] => [
  ...unknownObjectives(sequencing),
  ...conflictsOf(sequencing.objectives ?? []),
  ...excessOf(sequencing, children),
]

/** Rules may refer to objectives of their own activity only [SN 3.4.2]. */
function unknownObjectives({ rules, objectives }: Sequencing): Mistake[] {
  const known = new Set(objectives?.map(({ id }) => id))
  const all = rules ? [...rules.pre, ...rules.exit, ...rules.post] : []
  const referred = all.flatMap(({ conditions }) => conditions.map(({ objective }) => objective))
  return [...new Set(referred)].flatMap((name): Mistake[] =>
    name === undefined || known.has(name)
      ? []
      : [
          [
            'objective-unknown',
            `a rule refers to the objective ${quoted(name)}, which the activity does not have; it can never be known.`,
          ],
        ],
  )
}

const kinds = {
  SatisfiedStatus: 'satisfied status',
  NormalizedMeasure: 'measure',
  RawScore: 'raw score',
  MinScore: 'minimum score',
  MaxScore: 'maximum score',
  CompletionStatus: 'completion status',
  ProgressMeasure: 'progress measure',
} as const

type Kind = keyof typeof kinds

/** A global objective may get each kind of status from one objective of an activity only [SN 3.10]. */
function conflictsOf(objectives: readonly ObjectiveDefinition[]): Mistake[] {
  return (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const name: keyof ObjectiveMap = `write${kind}`
    const targets = objectives.flatMap(({ maps }) =>
      maps.filter((map) => map[name]).map(({ target }) => target),
    )
    const twice = new Set(targets.filter((target, at) => targets.indexOf(target) !== at))
    return [...twice].map((target): Mistake => {
      const message = `more than one objective writes its ${kinds[kind]} to ${quoted(target)}; the last one stays.`
      return ['objective-map-conflict', message]
    })
  })
}

function excessOf({ selection }: Sequencing, children: number): Mistake[] {
  if (selection?.count === undefined || selection.count <= children) return []
  const message = `${selection.count} of its children are to be selected, but it has ${children}.`
  return [['selection-too-large', message]]
}

/** In words why neither the player nor the learner could begin; undefined if one of them can. */
function reasonNotToStart(
  sequencing: Sequencing | undefined,
  activities: readonly Activity[],
): string | undefined {
  if (controlOf(sequencing).choice || activities.some(allowsChoice)) return undefined
  if (!controlOf(sequencing).flow) {
    return 'The organization allows neither choice nor flow: nothing can be started.'
  }
  let first = activities[0]
  while (first && first.children.length > 0) {
    if (!controlOf(first.sequencing).flow) {
      return `Nothing allows choice, and the first part ${quoted(first.id)} no flow: nothing can be started.`
    }
    first = first.children[0]
  }
  return undefined
}

const controlOf = (sequencing: Sequencing | undefined) =>
  sequencing?.controlMode ?? defaultControlMode

/** Children can be chosen if their own parent lets them [SN SB.2.9]. */
const allowsChoice = ({ children, sequencing }: Activity): boolean =>
  children.length > 0 && (controlOf(sequencing).choice || children.some(allowsChoice))

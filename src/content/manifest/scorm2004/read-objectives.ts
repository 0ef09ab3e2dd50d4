import type { ObjectiveDefinition, ObjectiveMap } from '../../../runtime/index.ts'
import { attributeOf, childrenOf, textOf, type XmlElement } from '../xml-element.ts'
import { valuesOf } from './read-values.ts'
import { extendedMapAttributes, mapAttributes, measure, objectiveAttributes } from './vocabulary.ts'

/**
 * The objectives of an activity, the primary one first, with ADL's maps joined to those of the same objective and target
 * [SN 3.9, 3.10; CAM adlseq:objectives]. Of objectives with the same id the first counts, as does the first primary one; one
 * without an id that is not primary cannot be referred to and is left out, as is a map without a target.
 */
export function readObjectives(
  objectives: XmlElement | undefined,
  extended: XmlElement | undefined,
  readsExtended: boolean,
): ObjectiveDefinition[] {
  const elements = objectives?.children ?? []
  const primary = elements.find(({ name }) => name === 'primaryobjective')
  const others = elements.filter(({ name }) => name === 'objective')
  const extensions = extended ? childrenOf(extended, 'objective') : []
  const ids = new Set<string>()
  return [...(primary ? [primary] : []), ...others].flatMap((element) => {
    const { objectiveid: id, satisfiedbymeasure } = valuesOf(element, objectiveAttributes)
    if (id === undefined ? element !== primary : ids.has(id)) return []
    if (id !== undefined) ids.add(id)
    const own = extensions.filter(
      (each) => id !== undefined && attributeOf(each, 'objectiveid') === id,
    )
    return [
      {
        ...(id !== undefined && { id }),
        isPrimary: element === primary,
        satisfiedByMeasure: satisfiedbymeasure ?? false,
        minNormalizedMeasure: measure.parse(textOf(element, 'minnormalizedmeasure') ?? '') ?? 1,
        maps: mapsOf([element, ...own], readsExtended),
      },
    ]
  })
}

/** One map for each target. A value that neither vocabulary gives is the default: what is there is read, nothing is written. */
function mapsOf(sources: readonly XmlElement[], readsExtended: boolean): ObjectiveMap[] {
  const byTarget = new Map<string, XmlElement[]>()
  for (const map of sources.flatMap((source) => childrenOf(source, 'mapinfo'))) {
    const target = attributeOf(map, 'targetobjectiveid')
    if (target !== undefined) byTarget.set(target, [...(byTarget.get(target) ?? []), map])
  }
  return [...byTarget].map(([target, maps]) => mapOf(target, maps, readsExtended))
}

const mapTypes = { ...mapAttributes, ...extendedMapAttributes }

function mapOf(target: string, maps: readonly XmlElement[], readsExtended: boolean): ObjectiveMap {
  const written = maps.map((map) => valuesOf(map, mapTypes))
  const value = (name: Exclude<keyof typeof mapTypes, 'targetobjectiveid'>, byDefault: boolean) =>
    written.find((values) => values[name] !== undefined)?.[name] ?? byDefault
  return {
    target,
    readSatisfiedStatus: value('readsatisfiedstatus', true),
    readNormalizedMeasure: value('readnormalizedmeasure', true),
    writeSatisfiedStatus: value('writesatisfiedstatus', false),
    writeNormalizedMeasure: value('writenormalizedmeasure', false),
    readRawScore: value('readrawscore', readsExtended),
    readMinScore: value('readminscore', readsExtended),
    readMaxScore: value('readmaxscore', readsExtended),
    readCompletionStatus: value('readcompletionstatus', readsExtended),
    readProgressMeasure: value('readprogressmeasure', readsExtended),
    writeRawScore: value('writerawscore', false),
    writeMinScore: value('writeminscore', false),
    writeMaxScore: value('writemaxscore', false),
    writeCompletionStatus: value('writecompletionstatus', false),
    writeProgressMeasure: value('writeprogressmeasure', false),
  }
}

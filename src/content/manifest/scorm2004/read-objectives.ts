import type { ObjectiveDefinition, ObjectiveMap } from '../../../runtime/index.ts'
import { childrenOf, textOf, type XmlElement } from '../xml-element.ts'
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
    const { objectiveID: id, satisfiedByMeasure } = valuesOf(element, objectiveAttributes)
    if (id === undefined ? element !== primary : ids.has(id)) return []
    if (id !== undefined) ids.add(id)
    const own = extensions.filter((each) => id !== undefined && objectiveIdOf(each) === id)
    return [
      {
        ...(id !== undefined && { id }),
        isPrimary: element === primary,
        satisfiedByMeasure: satisfiedByMeasure ?? false,
        minNormalizedMeasure: measure.parse(textOf(element, 'minnormalizedmeasure') ?? '') ?? 1,
        maps: mapsOf(element, own, readsExtended),
      },
    ]
  })
}

export const objectiveIdOf = (element: XmlElement): string | undefined =>
  valuesOf(element, objectiveAttributes).objectiveID

/**
 * One map for each target. A value that neither vocabulary gives is the default: what is there is read, nothing is written. Status
 * and measure are read by default only where the IMS vocabulary, which these flags belong to, has a map for the target.
 */
function mapsOf(
  element: XmlElement,
  extensions: readonly XmlElement[],
  readsExtended: boolean,
): ObjectiveMap[] {
  const byTarget = new Map<string, XmlElement[]>()
  const own = childrenOf(element, 'mapinfo')
  const extended = extensions.flatMap((extension) => childrenOf(extension, 'mapinfo'))
  for (const map of [...own, ...extended]) {
    const target = targetOf(map)
    if (target !== undefined) byTarget.set(target, [...(byTarget.get(target) ?? []), map])
  }
  const ownTargets = new Set(own.map(targetOf))
  return [...byTarget].map(([target, maps]) =>
    mapOf(target, maps, { reads: ownTargets.has(target), readsExtended }),
  )
}

const targetOf = (map: XmlElement): string | undefined =>
  valuesOf(map, mapAttributes).targetObjectiveID

const mapTypes = { ...mapAttributes, ...extendedMapAttributes }

function mapOf(
  target: string,
  maps: readonly XmlElement[],
  { reads, readsExtended }: { readonly reads: boolean; readonly readsExtended: boolean },
): ObjectiveMap {
  const written = maps.map((map) => valuesOf(map, mapTypes))
  const value = (name: Exclude<keyof typeof mapTypes, 'targetObjectiveID'>, byDefault: boolean) =>
    written.find((values) => values[name] !== undefined)?.[name] ?? byDefault
  return {
    target,
    readSatisfiedStatus: value('readSatisfiedStatus', reads),
    readNormalizedMeasure: value('readNormalizedMeasure', reads),
    writeSatisfiedStatus: value('writeSatisfiedStatus', false),
    writeNormalizedMeasure: value('writeNormalizedMeasure', false),
    readRawScore: value('readRawScore', readsExtended),
    readMinScore: value('readMinScore', readsExtended),
    readMaxScore: value('readMaxScore', readsExtended),
    readCompletionStatus: value('readCompletionStatus', readsExtended),
    readProgressMeasure: value('readProgressMeasure', readsExtended),
    writeRawScore: value('writeRawScore', false),
    writeMinScore: value('writeMinScore', false),
    writeMaxScore: value('writeMaxScore', false),
    writeCompletionStatus: value('writeCompletionStatus', false),
    writeProgressMeasure: value('writeProgressMeasure', false),
  }
}

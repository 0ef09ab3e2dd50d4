import type {
  Activity,
  CompletionThreshold,
  DataMap,
  HideLmsUi,
  OrganizationSettings,
  Scorm2004Edition,
  Sequencing,
} from '../../../runtime/index.ts'
import { quoted } from '../../finding-codes.ts'
import { type ManifestContext, placeOf } from '../manifest-context.ts'
import {
  attributeOf,
  childOf,
  childrenOf,
  descendantsOf,
  textOf,
  type XmlElement,
} from '../xml-element.ts'
import { objectiveIdOf } from './read-objectives.ts'
import { readSequencing } from './read-sequencing.ts'
import { valuesOf } from './read-values.ts'
import { extendedObjectives, groupsOf, type SequencingGroups } from './sequencing-element.ts'
import {
  completionThresholdAttributes,
  dataMapAttributes,
  fraction,
  hideLmsUi,
  organizationAttributes,
  timeLimitAction,
} from './vocabulary.ts'

export type Scorm2004Settings = Pick<
  Activity,
  'timeLimitAction' | 'dataFromLms' | 'sequencing' | 'completionThreshold' | 'hideLmsUi' | 'data'
>

const dataFromLmsCharactersMax = 4_000

/** Reads what items and the organization of a SCORM 2004 manifest declare [CAM 3.4.1, 5]. */
export class Scorm2004Reading {
  readonly #context: ManifestContext
  readonly #edition: Scorm2004Edition
  /** The sequencing elements that others refer to, by their ID. */
  readonly #shared = new Map<string, XmlElement>()

  constructor(context: ManifestContext, manifest: XmlElement, edition: Scorm2004Edition) {
    this.#context = context
    this.#edition = edition
    for (const element of descendantsOf(manifest)) {
      const id = element.name === 'sequencing' ? attributeOf(element, 'id') : undefined
      if (id !== undefined && !this.#shared.has(id)) this.#shared.set(id, element)
    }
  }

  /** @param inside the organization of a manifest inside, which the item stands for */
  settingsOf(item: XmlElement, inside: XmlElement | undefined): Scorm2004Settings {
    const sequencing = this.#sequencingOf(item, inside)
    const completionThreshold = thresholdOf(item) ?? (inside && thresholdOf(inside))
    const action = timeLimitAction.parse(textOf(item, 'timelimitaction') ?? '')
    const dataFromLms = this.#dataFromLms(item)
    const hidden = hiddenControls(item)
    const data = dataMaps(item)
    return {
      ...(sequencing && { sequencing }),
      ...(completionThreshold && { completionThreshold }),
      ...(action !== undefined && { timeLimitAction: action }),
      ...(dataFromLms !== undefined && { dataFromLms }),
      ...(hidden.length > 0 && { hideLmsUi: hidden }),
      ...(data.length > 0 && { data }),
    }
  }

  organizationSettings(organization: XmlElement | undefined): OrganizationSettings {
    const values = valuesOf(organization, organizationAttributes)
    const sequencing = organization && this.#sequencingOf(organization, undefined)
    const completionThreshold = organization && thresholdOf(organization)
    return {
      edition: this.#edition,
      ...(sequencing && { sequencing }),
      ...(completionThreshold && { completionThreshold }),
      objectivesGlobalToSystem: values.objectivesGlobalToSystem ?? true,
      sharedDataGlobalToSystem: values.sharedDataGlobalToSystem ?? true,
    }
  }

  #sequencingOf(owner: XmlElement, inside: XmlElement | undefined): Sequencing | undefined {
    const sources = [owner, inside].flatMap((each) => (each ? this.#sourcesOf(each) : []))
    if (sources.length === 0) return undefined
    const groups = groupsOf(sources)
    this.#checkObjectives(owner, groups)
    return readSequencing(groups, this.#edition === '4th')
  }

  /** ADL's maps are those of objectives that the activity has, each id once [CAM adlseq:objectives]. */
  #checkObjectives(owner: XmlElement, groups: SequencingGroups): void {
    const idsIn = (group: string) =>
      (groups.get(group)?.children ?? []).flatMap((each) => objectiveIdOf(each) ?? [])
    const ids = idsIn('objectives')
    for (const id of idsIn(extendedObjectives).filter((each) => !ids.includes(each))) {
      const message = `The objective ${quoted(id)} has maps in adlseq:objectives, but imsss:objectives does not have it; they are left out.`
      this.#context.findings.add('objective-unknown', message, placeOf(this.#context, owner))
    }
    for (const id of ids.filter((each, at) => ids.indexOf(each) !== at)) {
      const message = `Two objectives of the activity are called ${quoted(id)}; the first counts.`
      this.#context.findings.add('objective-ambiguous', message, placeOf(this.#context, owner))
    }
  }

  /** The owner's sequencing element, and the one of the collection that it refers to. */
  #sourcesOf(owner: XmlElement): XmlElement[] {
    const own = childOf(owner, 'sequencing')
    const reference = own && attributeOf(own, 'idref')
    if (!own || reference === undefined) return own ? [own] : []
    const shared = this.#shared.get(reference)
    if (shared) return [own, shared]
    const message = `No sequencing is called ${quoted(reference)}.`
    this.#context.findings.add('reference-dangling', message, placeOf(this.#context, own))
    return [own]
  }

  #dataFromLms(item: XmlElement): string | undefined {
    const data = textOf(item, 'datafromlms')
    if (data !== undefined && data.length > dataFromLmsCharactersMax) {
      const message = `dataFromLMS has ${data.length} characters; SCORM promises ${dataFromLmsCharactersMax}. All are kept.`
      this.#context.findings.add('datafromlms-long', message, placeOf(this.#context, item))
    }
    return data
  }
}

/** The 4th Edition has attributes; before, the text was the least progress measure of a completed SCO. */
function thresholdOf(owner: XmlElement): CompletionThreshold | undefined {
  const element = childOf(owner, 'completionthreshold')
  if (!element) return undefined
  const values = valuesOf(element, completionThresholdAttributes)
  const ofText = fraction.parse(element.text.trim())
  const saysWhen = values.completedByMeasure ?? values.minProgressMeasure
  return {
    completedByMeasure:
      values.completedByMeasure ?? (ofText !== undefined && saysWhen === undefined),
    minProgressMeasure: values.minProgressMeasure ?? ofText ?? 1,
    progressWeight: values.progressWeight ?? 1,
  }
}

function hiddenControls(item: XmlElement): HideLmsUi[] {
  const elements = childrenOf(item, 'presentation')
    .flatMap((presentation) => childrenOf(presentation, 'navigationinterface'))
    .flatMap((navigation) => childrenOf(navigation, 'hidelmsui'))
  const words = elements.map((element) => hideLmsUi.parse(element.text.trim()))
  return [...new Set(words.filter((word) => word !== undefined))]
}

/** One map for each store; of two for the same the first counts. */
function dataMaps(item: XmlElement): DataMap[] {
  const maps = childrenOf(item, 'data').flatMap((data) => childrenOf(data, 'map'))
  const byTarget = new Map<string, DataMap>()
  for (const map of maps) {
    const { targetID: target, readSharedData, writeSharedData } = valuesOf(map, dataMapAttributes)
    if (target === undefined || byTarget.has(target)) continue
    byTarget.set(target, {
      target,
      readSharedData: readSharedData ?? true,
      writeSharedData: writeSharedData ?? true,
    })
  }
  return [...byTarget.values()]
}

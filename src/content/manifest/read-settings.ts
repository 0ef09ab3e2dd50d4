import { type Activity, parsePrerequisites } from '../../runtime/index.ts'
import { quoted } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import { attributeOf, childOf, textOf, type XmlElement } from './xml-element.ts'

type Settings = Pick<
  Activity,
  'prerequisites' | 'masteryScore' | 'maxTimeAllowed' | 'timeLimitAction' | 'dataFromLms'
>

const dataFromLmsCharactersMax = 4_096

/** The ADL settings of an item [CAM 2.3.2.5.1.4 to .8]. One that SCORM could not apply is left out, with a warning. */
export function readSettings(context: ManifestContext, item: XmlElement): Settings {
  const prerequisites = readPrerequisites(context, item)
  const masteryScore = readText(context, item, 'masteryscore')
  const maxTimeAllowed = readText(context, item, 'maxtimeallowed')
  const timeLimitAction = readText(context, item, 'timelimitaction')
  const dataFromLms = textOf(item, 'datafromlms')
  if (dataFromLms !== undefined && dataFromLms.length > dataFromLmsCharactersMax) {
    context.findings.add(
      'datafromlms-long',
      `datafromlms has ${dataFromLms.length} characters; SCORM promises ${dataFromLmsCharactersMax}. All are kept.`,
      placeOf(context, item),
    )
  }
  return {
    ...(prerequisites === undefined ? {} : { prerequisites }),
    ...(masteryScore === undefined ? {} : { masteryScore }),
    ...(maxTimeAllowed === undefined ? {} : { maxTimeAllowed }),
    ...(timeLimitAction === undefined ? {} : { timeLimitAction: tidyAction(timeLimitAction) }),
    ...(dataFromLms === undefined ? {} : { dataFromLms }),
  }
}

function readPrerequisites(context: ManifestContext, item: XmlElement): string | undefined {
  const element = childOf(item, 'prerequisites')
  const script = element?.text.trim()
  if (!element || !script) return undefined
  const type = attributeOf(element, 'type') ?? 'aicc_script'
  const problem =
    type.toLowerCase() === 'aicc_script'
      ? parsePrerequisites(script).problem
      : `their type ${quoted(type)} is not aicc_script`
  if (problem === undefined) return script
  context.findings.add(
    'prerequisites-malformed',
    `The prerequisites ${quoted(script)} are ignored: ${problem}.`,
    placeOf(context, element),
  )
  return undefined
}

/** What each setting may be, and the finding about one that is not. */
const rules = {
  masteryscore: {
    code: 'masteryscore-invalid',
    isValid: (text: string) => /^\+?\d{1,3}(\.\d{1,7})?$/.test(text) && Number(text) <= 100,
  },
  // CMITimespan: HHHH:MM:SS.SS.
  maxtimeallowed: {
    code: 'maxtimeallowed-invalid',
    isValid: (text: string) => /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/.test(text),
  },
  timelimitaction: {
    code: 'timelimitaction-invalid',
    isValid: (text: string) => /^(exit|continue)\s*,\s*(no\s+)?message$/i.test(text),
  },
} as const

function readText(
  context: ManifestContext,
  item: XmlElement,
  name: keyof typeof rules,
): string | undefined {
  const text = textOf(item, name)
  const { code, isValid } = rules[name]
  if (text === undefined || isValid(text)) return text
  context.findings.add(
    code,
    `The ${name} ${quoted(text)} is ignored: it is not what SCORM 1.2 allows there.`,
    placeOf(context, childOf(item, name)!),
  )
  return undefined
}

const tidyAction = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\s*,\s*/, ',')
    .replace(/\s+/, ' ')

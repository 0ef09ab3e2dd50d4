import { Findings, Refusal } from '../../../../src/content/finding-codes.ts'
import { defaultLimits } from '../../../../src/content/import/limits.ts'
import { editionName, standardOf } from '../../../../src/content/manifest/manifest-standard.ts'
import { readCourse } from '../../../../src/content/manifest/read-course.ts'
import { readXml } from '../../../../src/content/manifest/read-xml.ts'
import { checkManifest } from '../../../../src/content/manifest/scorm2004/check-manifest.ts'
import { pathLookup } from '../../../../src/content/path-lookup.ts'
import type { Activity, Sequencing } from '../../../../src/runtime/index.ts'
import { item2004, manifest2004, type SmallCourse2004 } from '../../../support/small-course-2004.ts'

/** Reads a manifest as an import does, over files that are only names. */
export function readManifest(text: string, files: readonly string[] = ['sco.html']) {
  const findings = new Findings()
  const file = 'imsmanifest.xml'
  const place = { file, folder: '', lookup: pathLookup([file, ...files]), findings }
  const document = readXml(text, file, defaultLimits)
  const found = standardOf(place, document)
  const context = { ...place, standard: found.standard }
  if (found.standard === 'scorm2004') checkManifest(context, document.root, document.prefixes)
  try {
    const { course, launchable } = readCourse(context, document.root, found)
    const codes = findings.list().map(({ code }) => code)
    const edition = editionName(found)
    return { ...found, edition, course, launchable, codes, findings: findings.list() }
  } catch (error) {
    if (error instanceof Refusal) throw new Error(`refused: ${error.message}`)
    throw error
  }
}

export const read = (given: SmallCourse2004, files?: readonly string[]) =>
  readManifest(manifest2004(given), files)

/** The only item of a course, whose sequencing element has this inside. */
export function readItem(sequencing: string, more: SmallCourse2004 = {}) {
  const inner = `<imsss:sequencing>${sequencing}</imsss:sequencing>`
  const { course, codes, findings } = read({ items: item2004('a', { inner }), ...more })
  const activity = course.activities[0] as Activity
  return { activity, sequencing: activity.sequencing as Sequencing, codes, findings }
}

import AdmZip from 'adm-zip'

export interface SmallCourse2004 {
  readonly title?: string
  /** As in the manifest. */
  readonly schemaversion?: string
  /** Attributes of the organization, e.g. `adlseq:objectivesGlobalToSystem="false"`. */
  readonly organizationAttributes?: string
  /** What is inside the organization's sequencing element. */
  readonly rootSequencing?: string
  /** The items of the organization, e.g. made by `item2004`. */
  readonly items?: string
  /** What stands after the resources, e.g. a sequencing collection. */
  readonly rest?: string
}

/**
 * A SCORM 2004 package of SCOs whose pages do nothing but `Initialize`: a test calls `window.lms` in their frame, which is the
 * API as a course finds it. Unless told otherwise: flow and choice, and three SCOs `intro`, `quiz` and `certificate`. The quiz
 * is passed from a scaled score of 0.8 on; the certificate is disabled until then, through the global objective `quiz-passed`,
 * which no other course has.
 */
export function smallCourse2004(given: SmallCourse2004 = {}): Buffer {
  const zip = new AdmZip()
  zip.addFile('imsmanifest.xml', Buffer.from(manifest2004(given)))
  zip.addFile('sco.html', Buffer.from(page))
  return zip.toBuffer()
}

/**
 * An item that opens the page, or, with `children`, a cluster.
 * @param inner what else the item declares, e.g. `<imsss:sequencing>...</imsss:sequencing>`
 */
export const item2004 = (
  id: string,
  { inner = '', children = '' }: { inner?: string; children?: string } = {},
): string =>
  children === ''
    ? `<item identifier="${id}" identifierref="page" parameters="?sco=${id}"><title>${id}</title>${inner}</item>`
    : `<item identifier="${id}"><title>${id}</title>${children}${inner}</item>`

/** The quiz writes what it achieves to a global objective. */
const quizSequencing = `<imsss:sequencing>
  <imsss:objectives>
    <imsss:primaryObjective objectiveID="quiz" satisfiedByMeasure="true">
      <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
      <imsss:mapInfo targetObjectiveID="quiz-passed" readSatisfiedStatus="false" readNormalizedMeasure="false" writeSatisfiedStatus="true" writeNormalizedMeasure="true"/>
    </imsss:primaryObjective>
  </imsss:objectives>
</imsss:sequencing>`

/** The certificate reads it, and is disabled while it is not known or not satisfied. */
const certificateSequencing = `<imsss:sequencing>
  <imsss:sequencingRules>
    <imsss:preConditionRule>
      <imsss:ruleConditions conditionCombination="any">
        <imsss:ruleCondition referencedObjective="from-quiz" operator="not" condition="objectiveStatusKnown"/>
        <imsss:ruleCondition referencedObjective="from-quiz" operator="not" condition="satisfied"/>
      </imsss:ruleConditions>
      <imsss:ruleAction action="disabled"/>
    </imsss:preConditionRule>
  </imsss:sequencingRules>
  <imsss:objectives>
    <imsss:primaryObjective/>
    <imsss:objective objectiveID="from-quiz">
      <imsss:mapInfo targetObjectiveID="quiz-passed" readSatisfiedStatus="true" readNormalizedMeasure="false"/>
    </imsss:objective>
  </imsss:objectives>
</imsss:sequencing>`

const threeItems = [
  item2004('intro'),
  item2004('quiz', { inner: quizSequencing }),
  item2004('certificate', { inner: certificateSequencing }),
].join('\n')

/** The manifest alone. */
export const manifest2004 = ({
  title = 'Small course',
  schemaversion = '2004 4th Edition',
  organizationAttributes = 'adlseq:objectivesGlobalToSystem="false"',
  rootSequencing = '<imsss:controlMode choice="true" flow="true"/>',
  items = threeItems,
  rest = '',
}: SmallCourse2004 = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="small" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>${schemaversion}</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course" ${organizationAttributes}>
      <title>${title}</title>
      ${items}
      <imsss:sequencing>${rootSequencing}</imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormType="sco" href="sco.html"><file href="sco.html"/></resource>
  </resources>
  ${rest}
</manifest>`

const page = `<!doctype html>
<html lang="en">
<title>SCO</title>
<h1>SCO</h1>
<script>
  const name = new URLSearchParams(location.search).get('sco')
  document.title = name
  document.querySelector('h1').textContent = name
  const apiAbove = (start) => {
    let owner = start
    while (owner && !owner.API_1484_11 && owner.parent !== owner) owner = owner.parent
    return owner?.API_1484_11
  }
  window.lms = apiAbove(window) ?? apiAbove(window.opener)
  lms.Initialize('')
</script>
</html>`
